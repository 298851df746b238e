/**
 * gRPC over cleartext HTTP/2 and everything over HTTP/1 on one port: the first bytes of a connection decide.
 *
 * An HTTP/2 client opens with "PRI * HTTP/2.0"; four bytes are waited for, because one or two could also be the start
 * of PROPFIND or PUT.
 */
import type { Server as Http1Server } from "node:http";
import type { Http2Server } from "node:http2";
import type { Socket } from "node:net";

const preface = Buffer.from("PRI ");
/** A connection that says nothing for so long is closed; browsers open some ahead of need. */
const silenceMs = 120_000;

/** Hands a new connection to the server it speaks to. */
export function acceptByPreface(http1: Http1Server, http2: Http2Server): (socket: Socket) => void {
  return (socket) => {
    const ignore = () => {}; // a connection that breaks before it spoke is nobody's loss
    socket.on("error", ignore);
    socket.setTimeout(silenceMs, () => socket.destroy());

    let seen = Buffer.alloc(0);
    const look = () => {
      const chunk: Buffer | null = socket.read();
      if (chunk) seen = Buffer.concat([seen, chunk]);
      const length = Math.min(seen.length, preface.length);
      const mayBeHttp2 = seen.subarray(0, length).equals(preface.subarray(0, length));
      if (mayBeHttp2 && length < preface.length) return;
      socket.off("readable", look);
      socket.off("error", ignore);
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.unshift(seen);
      (mayBeHttp2 ? http2 : http1).emit("connection", socket);
    };
    socket.on("readable", look);
  };
}

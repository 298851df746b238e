/**
 * One port for gRPC over cleartext HTTP/2 and for everything over HTTP/1: the first bytes of a connection decide.
 *
 * An HTTP/2 client opens with "PRI * HTTP/2.0"; four bytes are waited for, because one or two could also be the start
 * of PROPFIND or PUT.
 */
import type { Server as Http1Server } from "node:http";
import type { Http2Server } from "node:http2";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Problem } from "@skein/spec/problem";

export class PortTaken extends Problem {
  readonly kind = "unavailable";
}

const preface = Buffer.from("PRI ");
/** A connection that says nothing for so long is closed; browsers open some ahead of need. */
const silenceMs = 120_000;

/** Listens on one port of one or more addresses and hands each connection to the server it speaks to. */
export class Port {
  readonly #http1: Http1Server;
  readonly #http2: Http2Server;
  readonly #setting: string;
  readonly #listeners: Server[] = [];
  readonly #sockets = new Set<Socket>();
  #port = 0;

  /** @param setting the name of the setting to change when the port is taken */
  constructor(http1: Http1Server, http2: Http2Server, setting: string) {
    this.#http1 = http1;
    this.#http2 = http2;
    this.#setting = setting;
  }

  /** The port; 0 before the first `listen`. */
  get number(): number {
    return this.#port;
  }

  /**
   * Listens on all hosts with one port; 0 takes a free one. A loopback family the machine lacks is left out.
   *
   * @throws PortTaken when somebody else listens there
   */
  async listen(hosts: readonly string[], port: number): Promise<void> {
    for (let tries = port === 0 ? 10 : 1; ; tries--) {
      try {
        return await this.#listenOnAll(hosts, port);
      } catch (reason) {
        // A port that is free in one family may be taken in the other: try another one.
        if (tries === 1 || !(reason instanceof PortTaken)) throw reason;
      }
    }
  }

  /** Listens on one more address of the same port (the gateway of the task network). */
  async listenAlso(host: string): Promise<void> {
    this.#listeners.push(await this.#listenOn(host, this.#port));
  }

  /** Takes no more connections, gives those that are busy `graceMs`, then ends them all. */
  async close(graceMs: number): Promise<void> {
    const closed = this.#listeners.map((listener) => new Promise((resolve) => listener.close(resolve)));
    this.#http1.closeIdleConnections();
    const end = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, graceMs);
    await Promise.all(closed);
    clearTimeout(end);
  }

  async #listenOnAll(hosts: readonly string[], port: number): Promise<void> {
    const opened: Server[] = [];
    try {
      let chosen = port;
      for (const host of hosts) {
        const listener = await this.#listenOn(host, chosen).catch((reason) => {
          if (hosts.length > 1 && isMissingFamily(reason)) return undefined;
          throw reason;
        });
        if (!listener) continue;
        opened.push(listener);
        // It listens on TCP, so its address has a port.
        chosen = (listener.address() as AddressInfo).port;
      }
      this.#port = chosen;
      this.#listeners.push(...opened);
    } catch (reason) {
      for (const listener of opened) listener.close();
      throw reason;
    }
  }

  #listenOn(host: string, port: number): Promise<Server> {
    const listener = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    return new Promise((resolve, reject) => {
      listener.once("error", (cause: NodeJS.ErrnoException) => {
        reject(cause.code === "EADDRINUSE" ? this.#taken(host, port, cause) : cause);
      });
      listener.listen({ host, port }, () => resolve(listener));
    });
  }

  #taken(host: string, port: number, cause: Error): PortTaken {
    return new PortTaken(
      `Port ${port} on ${host} is taken; end the program that listens there, or set ${this.#setting} to another port`,
      { cause },
    );
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
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
      (mayBeHttp2 ? this.#http2 : this.#http1).emit("connection", socket);
    };
    socket.on("readable", look);
  }
}

function isMissingFamily(reason: unknown): boolean {
  const code = reason instanceof Error && "code" in reason ? reason.code : undefined;
  return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT";
}

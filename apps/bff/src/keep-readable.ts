/**
 * Lets an answer reach a client that is still sending.
 *
 * Who stops reading a request early (a message over the limit) destroys its stream, and the client sees a reset instead
 * of the answer. Here the rest is read and dropped instead, for a while.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";

const patienceMs = 10_000;

export function keepReadable(
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
): void {
  request[Symbol.asyncIterator] = () => request.iterator({ destroyOnReturn: false });
  // The HTTP/2 response only tells when all is over; its stream tells when the answer is out.
  const answered = "stream" in response ? response.stream : response;
  answered.once("finish", () => {
    if (request.readableEnded) return;
    request.resume();
    const giveUp = setTimeout(() => request.destroy(), patienceMs);
    request.once("close", () => clearTimeout(giveUp));
  });
}

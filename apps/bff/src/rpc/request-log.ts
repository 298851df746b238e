/** One line per request: what was asked, how it ended, how long it took. Bodies and headers are never written. */
import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import type { Log } from "../log.ts";

/** Stands outside mapErrors, so that it sees the code a client sees. */
export function logRequests(log: Log, now: () => number = performance.now.bind(performance)): Interceptor {
  return (next) => async (request) => {
    const started = now();
    const about = () => ({
      rpc: `${request.service.typeName}/${request.method.name}`,
      ms: Math.round((now() - started) * 10) / 10,
    });
    try {
      const response = await next(request);
      if (response.stream) return { ...response, message: logStream(response.message, log, about) };
      log.debug("answered", about());
      return response;
    } catch (reason) {
      logFailure(log, reason, about());
      throw reason;
    }
  };
}

async function* logStream<T>(messages: AsyncIterable<T>, log: Log, about: () => object): AsyncIterable<T> {
  let count = 0;
  try {
    for await (const message of messages) {
      count++;
      yield message;
    }
    log.debug("streamed", { ...about(), messages: count });
  } catch (reason) {
    logFailure(log, reason, { ...about(), messages: count });
    throw reason;
  }
}

function logFailure(log: Log, reason: unknown, about: object): void {
  const error = ConnectError.from(reason);
  const fields = { ...about, code: Code[error.code], reason: error.rawMessage };
  switch (error.code) {
    case Code.Internal:
    case Code.Unknown:
    case Code.DataLoss:
      log.error("failed", { ...fields, cause: error.cause });
      break;
    // The client went away; nothing is wrong.
    case Code.Canceled:
      log.debug("cancelled", fields);
      break;
    default:
      log.info("refused", fields);
  }
}

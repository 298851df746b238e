/**
 * The one mapping of what went wrong to a code (admin-api.md §0.1, §0.4).
 *
 * Never UNKNOWN: flytekit answers that by opening a browser to log in. What is not a Problem is a bug: the caller is
 * told so, the log gets the cause.
 */
import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { Problem, type ProblemKind } from "@skein/spec/problem";
import { DetailedProblem } from "../admin/problem-detail.ts";

const codeOf = {
  invalid: Code.InvalidArgument,
  notFound: Code.NotFound,
  conflict: Code.AlreadyExists,
  precondition: Code.FailedPrecondition,
  unavailable: Code.Unavailable,
  tooLarge: Code.ResourceExhausted,
} as const satisfies Record<ProblemKind, Code>;

/** Trailers have 32 KiB in flytekit; percent-encoding triples what is not ASCII. */
const longestMessageBytes = 16_000;

export function toConnectError(reason: unknown): ConnectError {
  if (reason instanceof ConnectError) return reason.code === Code.Unknown ? internal(reason) : reason;
  if (!(reason instanceof Problem)) return internal(reason);
  const message = cutMessage(reason.message);
  // Upstream drops details together with the end of the message.
  const details = reason instanceof DetailedProblem && message === reason.message ? [reason.detail] : undefined;
  return new ConnectError(message, codeOf[reason.kind], undefined, details, reason);
}

// The cause is for the log.
const internal = (reason: unknown) => new ConnectError("Internal error", Code.Internal, undefined, undefined, reason);

function cutMessage(message: string): string {
  const bytes = Buffer.from(message);
  if (bytes.length <= longestMessageBytes) return message;
  // Half a character at the cut becomes nothing rather than a replacement mark.
  return `${bytes
    .subarray(0, longestMessageBytes)
    .toString("utf8")
    .replace(/\uFFFD$/, "")}…`;
}

export const mapErrors: Interceptor = (next) => async (request) => {
  try {
    const response = await next(request);
    return response.stream ? { ...response, message: mapStream(response.message) } : response;
  } catch (reason) {
    throw toConnectError(reason);
  }
};

/** A stream fails later, while it is read. */
async function* mapStream<T>(messages: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* messages;
  } catch (reason) {
    throw toConnectError(reason);
  }
}

/** What the engine's client throws, read once: status, words, and whether the engine was reached at all. */

/** The HTTP status of an answer; undefined when there was no answer. */
export function statusOf(reason: unknown): number | undefined {
  return hasField(reason, "statusCode") && typeof reason.statusCode === "number" ? reason.statusCode : undefined;
}

/** The engine's own words, without the client's wrapping. */
export function wordsOf(reason: unknown): string {
  if (hasField(reason, "json") && hasField(reason.json, "message") && typeof reason.json.message === "string")
    return reason.json.message.trim();
  if (!(reason instanceof Error)) return String(reason);
  // Of an answer that should have been a stream (a pull's) the client keeps the words in its own sentence alone.
  return reason.message.replace(/^\(HTTP code \d+\) [\w ]+ - /, "").trim();
}

export function codeOf(reason: unknown): string | undefined {
  return hasField(reason, "code") && typeof reason.code === "string" ? reason.code : undefined;
}

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ENOENT", // the socket is not there
  "ENOTSOCK",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EACCES",
  "EPERM",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "HPE_INVALID_CONSTANT", // something else answers there
]);

/** Whether the call did not get through, or was cut off: it says nothing about what was asked. */
export function isUnreachable(reason: unknown): boolean {
  if (reason instanceof EngineAway) return true;
  const status = statusOf(reason);
  if (status !== undefined) return status === 502 || status === 503 || status === 504;
  const code = codeOf(reason);
  if (code !== undefined && UNREACHABLE.has(code)) return true;
  return reason instanceof Error && /^(socket hang up|aborted)$/.test(reason.message);
}

/** Thrown into every call that was under way when the connection broke. */
export class EngineAway extends Error {
  constructor() {
    super("The connection to the Docker engine broke");
    this.name = "EngineAway";
  }
}

function hasField<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && name in value;
}

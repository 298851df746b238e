import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorFace } from "../ui/faces.tsx";

interface FailureFaceProps {
  /** What did not work: "The executions could not be read". */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An error of a request as a page's error face: what, why, and what to do. */
export function FailureFace({ what, error, onRetry }: FailureFaceProps) {
  return (
    <ErrorFace title={what} message={failureMessage(error)} onRetry={onRetry} details={failureDetails(what, error)} />
  );
}

/** The server's own words; for what never reached it, ours. */
export function failureMessage(error: unknown): string {
  const failure = ConnectError.from(error);
  if (failure.code === Code.Unknown && !(error instanceof ConnectError)) return unreachable;
  if (failure.code === Code.Unavailable && failure.rawMessage === "") return unreachable;
  if (/failed to fetch|networkerror|load failed/i.test(failure.rawMessage)) return unreachable;
  return failure.rawMessage || Code[failure.code];
}

export const unreachable =
  "The server does not answer. Start it again with npm start; the page goes on by itself once it answers.";

function failureDetails(what: string, error: unknown): string {
  const failure = ConnectError.from(error);
  const request = failure.metadata.get("x-request-id");
  return [
    what,
    `${Code[failure.code]}: ${failure.rawMessage}`,
    request ? `request ${request}` : "",
    `at ${new Date().toISOString()} on ${globalThis.location.pathname}${globalThis.location.search}`,
  ]
    .filter(Boolean)
    .join("\n");
}

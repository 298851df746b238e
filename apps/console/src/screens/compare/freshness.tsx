import { formatAbsolute } from "../../flyte/time-format.ts";
import { failureMessage } from "../../frame/failure-face.tsx";
import { usePreferences } from "../../frame/preferences.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RUNNING_MS } from "./queries.ts";

interface FreshnessProps {
  /** Names of the executions that still run. */
  readonly running: readonly string[];
  /** Why it could not be asked anew. */
  readonly error: unknown;
  /** When it was last answered, this browser's milliseconds. */
  readonly at: number;
  readonly onRetry: () => void;
}

/** What is compared is not the last word: something still runs, or the server no longer answers. */
export function Freshness({ running, error, at, onRetry }: FreshnessProps) {
  const { zone } = usePreferences();
  if (error)
    return (
      <Notice
        tone="tone-pause"
        icon="warning"
        action={
          <Button size="small" onClick={onRetry}>
            Retry
          </Button>
        }
      >
        As of {formatAbsolute(at, zone)}: it could not be asked anew. {failureMessage(error)}
      </Notice>
    );
  if (running.length === 0) return undefined;
  return (
    <Notice tone="tone-run" icon="clock">
      {running.join(" and ")} still {running.length === 1 ? "runs" : "run"}: what is compared is what there is so far,
      asked anew every {RUNNING_MS / 1000} seconds.
    </Notice>
  );
}

import { useServerNow } from "../flyte/clock.ts";
import { formatTicking } from "../flyte/duration.ts";
import { formatClockMs } from "../flyte/time-format.ts";
import { useConnection } from "../live/status.ts";
import { Notice } from "../ui/notice.tsx";
import { usePreferences } from "./preferences.ts";

/** Data this old on a page that should move is dimmed as well. */
const OLD_MS = 30_000;

/** For how long the server has not answered, by this browser's own clock; undefined while it does. */
function useSilence(): { readonly since: number; readonly ms: number } | undefined {
  const { state, since } = useConnection();
  useServerNow(state === "offline"); // ticks
  return state === "offline" ? { since, ms: Math.max(0, Date.now() - since) } : undefined;
}

/** Whether what is on screen is old. */
export const useIsStale = (): boolean => (useSilence()?.ms ?? 0) > OLD_MS;

/** Says across the page how old it is, and that it goes on by itself. */
export function StaleBar() {
  const silence = useSilence();
  const { zone } = usePreferences();
  if (!silence) return undefined;
  return (
    <Notice tone="tone-pause" icon="warning">
      The server does not answer since{" "}
      <time dateTime={new Date(silence.since).toISOString()}>{formatClockMs(silence.since, zone).slice(0, 8)}</time> (
      {formatTicking(silence.ms)}); this is the last known state. It goes on by itself once the server is back.
    </Notice>
  );
}

import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { usePreferences } from "../frame/preferences.ts";
import { useServerNow } from "./clock.ts";
import { formatDuration, formatTicking, speakDuration } from "./duration.ts";
import { formatAbsolute, formatIso, formatRelative } from "./time-format.ts";

interface TimeProps {
  readonly at: Timestamp | undefined;
  /** What stands for a time there is none of. */
  readonly none?: string;
}

/** For lists: how long ago, with the exact time on hover and for screen readers. */
export function RelativeTime({ at, none = "" }: TimeProps) {
  const { zone } = usePreferences();
  const now = useServerNow(at !== undefined);
  if (!at) return <span className="text-faint">{none}</span>;
  const ms = timestampMs(at);
  return (
    <time dateTime={formatIso(ms, "utc")} title={formatAbsolute(ms, zone)}>
      {formatRelative(ms, now, zone)}
    </time>
  );
}

/** For panels: the exact time in the chosen zone, the other zone on hover. */
export function AbsoluteTime({ at, none = "not yet" }: TimeProps) {
  const { zone } = usePreferences();
  if (!at) return <span className="text-faint">{none}</span>;
  const ms = timestampMs(at);
  return (
    <time dateTime={formatIso(ms, "utc")} title={formatAbsolute(ms, zone === "utc" ? "browser" : "utc")}>
      {formatAbsolute(ms, zone)}
    </time>
  );
}

interface DurationProps {
  readonly from: Timestamp | undefined;
  /** Absent while it goes on. */
  readonly to?: Timestamp | undefined;
  /** It goes on: count from the server's clock. Something that ended without an end time is not known. */
  readonly ongoing?: boolean;
}

/** A span of time; ticks every second while it goes on, never runs on after the end. */
export function Duration({ from, to, ongoing = false }: DurationProps) {
  const ticking = from !== undefined && to === undefined && ongoing;
  const now = useServerNow(ticking);
  if (!from) return <span className="text-faint">{ongoing ? "" : "–"}</span>;
  if (!to && !ongoing) return <span className="text-faint">not known</span>;
  const ms = (to ? timestampMs(to) : now) - timestampMs(from);
  return (
    <span title={speakDuration(ms)} className="tabular-nums">
      {ticking ? formatTicking(ms) : formatDuration(ms)}
    </span>
  );
}

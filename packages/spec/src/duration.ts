/**
 * Lengths of time as people write them, exact to the nanosecond: Go's form (`1h30m`), ISO 8601 (`PT1H30M`) and the
 * protobuf message. Nothing passes through a double except where milliseconds are asked for.
 *
 * Calendar units are refused: a month has no fixed length. Points in time are in timestamp.ts.
 * @see google/protobuf/duration.proto
 */
import { create } from "@bufbuild/protobuf";
import { type Duration, DurationSchema } from "@bufbuild/protobuf/wkt";

const nanosPerSecond = 1_000_000_000n;
/** Protobuf's limit: about ten thousand years. */
const mostSeconds = 315_576_000_000n;

const goUnits: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n, // micro sign
  "\u03bcs": 1_000n, // Greek mu
  ms: 1_000_000n,
  s: nanosPerSecond,
  m: 60n * nanosPerSecond,
  h: 3600n * nanosPerSecond,
};

/** What to write where a duration is due; for messages. */
export const durationForms = "a duration such as 30s, 5m, 1h30m or PT1H30M";

/** Reads Go's form or ISO 8601; undefined when it is neither, or longer than protobuf can say. */
export function parseDuration(text: string): Duration | undefined {
  return parseGoDuration(text) ?? parseIsoDuration(text);
}

/**
 * Reads what Go's `time.ParseDuration` reads: signed numbers with fraction and unit, such as `-1.5h` or `1h30m`.
 * The longest is protobuf's ten thousand years, not Go's 292. Digits below a nanosecond are dropped, as Go does.
 */
export function parseGoDuration(text: string): Duration | undefined {
  const signed = /^(?<sign>[-+]?)(?<body>.+)$/s.exec(text)?.groups;
  if (!signed?.body || text.length > 200) return undefined;
  if (signed.body === "0") return durationFromNanos(0n);
  const piece = /(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<unit>ns|us|\u00b5s|\u03bcs|ms|s|m|h)/gy;
  let total = 0n;
  for (let at = 0; at < signed.body.length; at = piece.lastIndex) {
    const found = piece.exec(signed.body)?.groups;
    const unit = goUnits[found?.unit ?? ""];
    const { whole = "", fraction = "" } = found ?? {};
    if (unit === undefined || (whole === "" && fraction === "")) return undefined;
    total += scale(whole, fraction, unit);
  }
  return inRange(signed.sign === "-" ? -total : total);
}

/** Reads weeks, days, hours, minutes and seconds of ISO 8601 (`P1DT2H`, `PT0.5S`); the last part may have a fraction. */
export function parseIsoDuration(text: string): Duration | undefined {
  const number = "\\d{1,30}(?:[.,]\\d{1,30})?";
  const form = `^(?<sign>[-+]?)P(?:(?<w>${number})W)?(?:(?<d>${number})D)?(?:(?<t>T)(?:(?<h>${number})H)?(?:(?<m>${number})M)?(?:(?<s>${number})S)?)?$`;
  const found = new RegExp(form).exec(text)?.groups;
  if (!found) return undefined;
  const parts = [
    [found.w, 7n * 86_400n],
    [found.d, 86_400n],
    [found.h, 3600n],
    [found.m, 60n],
    [found.s, 1n],
  ] as const;
  const given = parts.filter(([digits]) => digits !== undefined);
  if (given.length === 0 || (found.t && !found.h && !found.m && !found.s)) return undefined;
  let total = 0n;
  for (const [index, [digits = "", seconds]] of given.entries()) {
    const [whole = "", fraction = ""] = digits.split(/[.,]/);
    if (fraction !== "" && index < given.length - 1) return undefined;
    total += scale(whole, fraction, seconds * nanosPerSecond);
  }
  return inRange(found.sign === "-" ? -total : total);
}

/** Go's `Duration.String`: `1h0m0s`, `1m30s`, `1.5s`, `250ms`, `0s`. */
export function formatGoDuration(duration: Duration): string {
  const nanos = durationToNanos(duration);
  if (nanos === 0n) return "0s";
  const sign = nanos < 0n ? "-" : "";
  const size = nanos < 0n ? -nanos : nanos;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}\u00b5s`;
  if (size < nanosPerSecond) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / (60n * nanosPerSecond);
  const seconds = decimal(size % (60n * nanosPerSecond), 9);
  if (minutes === 0n) return `${sign}${seconds}s`;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}s` : `${sign}${hours}h${minutes % 60n}m${seconds}s`;
}

/** Go's form without parts that are zero, as people write it: `5m`, not `5m0s`. */
export function formatShortDuration(duration: Duration): string {
  return formatGoDuration(duration)
    .replace(/(?<=[hm])0s$/, "")
    .replace(/(?<=h)0m$/, "");
}

/** ISO 8601 in hours, minutes and seconds: `PT1H30M`, `PT0.5S`, `PT0S`. */
export function formatIsoDuration(duration: Duration): string {
  const nanos = durationToNanos(duration);
  if (nanos === 0n) return "PT0S";
  const size = nanos < 0n ? -nanos : nanos;
  const hours = size / (3600n * nanosPerSecond);
  const minutes = (size / (60n * nanosPerSecond)) % 60n;
  const seconds = size % (60n * nanosPerSecond);
  const text = `PT${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds ? `${decimal(seconds, 9)}S` : ""}`;
  return nanos < 0n ? `-${text}` : text;
}

/** Seconds and nanos as one count; also right for messages whose parts have different signs. */
export function durationToNanos(duration: Pick<Duration, "seconds" | "nanos">): bigint {
  return duration.seconds * nanosPerSecond + BigInt(duration.nanos);
}

/** The message in protobuf's normal form: both parts of one sign, nanos below a second. */
export function durationFromNanos(nanos: bigint): Duration {
  return create(DurationSchema, { seconds: nanos / nanosPerSecond, nanos: Number(nanos % nanosPerSecond) });
}

/** Whole milliseconds, rounded away from zero: a timeout of a nanosecond must not become "no timeout". */
export function durationToMs(duration: Pick<Duration, "seconds" | "nanos">): number {
  const nanos = durationToNanos(duration);
  const millis = nanos / 1_000_000n;
  if (nanos % 1_000_000n === 0n) return Number(millis);
  return Number(nanos < 0n ? millis - 1n : millis + 1n);
}

/** From milliseconds; a fraction is kept to the nanosecond. @throws RangeError when it is not finite */
export function durationFromMs(ms: number): Duration {
  const whole = Math.trunc(ms);
  return durationFromNanos(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1_000_000)));
}

function scale(whole: string, fraction: string, unit: bigint): bigint {
  const part = fraction === "" ? 0n : (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  return (whole === "" ? 0n : BigInt(whole)) * unit + part;
}

function inRange(nanos: bigint): Duration | undefined {
  const size = nanos < 0n ? -nanos : nanos;
  return size > mostSeconds * nanosPerSecond ? undefined : durationFromNanos(nanos);
}

/** `value / 10^places` without trailing zeros. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  const whole = digits.slice(0, -places);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

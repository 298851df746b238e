const nanosPerMs = 1_000_000n;
const nanosPerSecond = 1_000_000_000n;

/**
 * A duration as Go prints it: `1h0m0s`, `1m30s`, `1.5s`, `250ms`. Upstream's timeout messages use this form.
 *
 * @param ms may have a fraction; nanoseconds are kept
 */
export function formatGoDuration(ms: number): string {
  const nanos = BigInt(Math.round(ms * 1e6));
  if (nanos < 0n) return `-${formatGoDuration(-ms)}`;
  if (nanos === 0n) return "0s";
  if (nanos < 1_000n) return `${nanos}ns`;
  if (nanos < nanosPerMs) return `${withFraction(nanos, 1_000n)}µs`;
  if (nanos < nanosPerSecond) return `${withFraction(nanos, nanosPerMs)}ms`;
  const minutes = nanos / (60n * nanosPerSecond);
  const seconds = `${withFraction(nanos % (60n * nanosPerSecond), nanosPerSecond)}s`;
  if (minutes === 0n) return seconds;
  if (minutes < 60n) return `${minutes}m${seconds}`;
  return `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function withFraction(nanos: bigint, unit: bigint): string {
  const rest = nanos % unit;
  if (rest === 0n) return String(nanos / unit);
  const digits = String(rest).padStart(String(unit).length - 1, "0");
  return `${nanos / unit}.${digits.replace(/0+$/, "")}`;
}

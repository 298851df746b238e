/** Milliseconds → "640 ms", "4.2 s", "38 s", "14m 22s", "1h 05m", "3d 04h". Never negative. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 999.5) return `${Math.round(span)} ms`;
  if (span < 10_000) return `${(Math.floor(Math.round(span) / 100) / 10).toFixed(1)} s`;
  return formatTicking(span);
}

/** As `formatDuration`, in whole seconds: for what still runs, where tenths would only flicker. */
export function formatTicking(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${pad(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${pad(hours % 24)}h`;
}

/** For screen readers and hover: "14 minutes 22 seconds". */
export function speakDuration(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
  return words.length > 0 ? words.join(" ") : `${Math.round(Math.max(0, ms))} milliseconds`;
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}

/** Bytes → "0 B", "214 kB", "64 MB", "6.9 GB": decimal units, as file managers count. */
export function formatBytes(bytes: number | bigint): string {
  return scale(Number(bytes), 1000, ["B", "kB", "MB", "GB", "TB"]);
}

/** Memory → "512 KiB", "6.9 GiB": binary units, as limits are written. */
export function formatMemory(bytes: number | bigint): string {
  return scale(Number(bytes), 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
}

/** CPU seconds → "49 core-ms", "0.4 core-s", "12 core-s", "3.2 core-min", "4.1 core-h". */
export function formatCpu(seconds: number): string {
  if (seconds > 0 && seconds < 0.1) return `${Math.max(1, Math.round(seconds * 1000))} core-ms`;
  if (seconds < 60) return `${trim(seconds)} core-s`;
  if (seconds < 3600) return `${trim(seconds / 60)} core-min`;
  return `${trim(seconds / 3600)} core-h`;
}

function scale(value: number, base: number, units: readonly string[]): string {
  let rest = Math.max(0, value);
  let unit = 0;
  // 999.96 would print as "1000": go on to the next unit where rounding arrives there
  while (unit < units.length - 1 && rest >= base - (unit === 0 ? 0 : 0.05)) {
    rest /= base;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(rest) : trim(rest)} ${units[unit]}`;
}

/** One decimal below ten, none above. */
function trim(value: number): string {
  if (value >= 9.95) return String(Math.round(value));
  return value.toFixed(1).replace(/\.0$/, "");
}

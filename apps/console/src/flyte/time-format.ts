/** Points in time as words, in the zone the reader chose ("browser" or "utc"). */
export type Zone = "browser" | "utc";

const zoneName = { browser: undefined, utc: "UTC" } as const satisfies Record<Zone, string | undefined>;

/**
 * For lists: "just now", "14 s ago", "31 min ago", then the clock: "06:00", "Sat 06:00", "21 Nov 06:00", "21 Nov 2025".
 * Of what is to come "in 14 s", "in 31 min", then the clock.
 */
export function formatRelative(at: number, now: number, zone: Zone): string {
  const ago = Math.abs(now - at);
  const isAhead = at > now;
  if (ago < 5000) return "just now"; // also when the clocks still disagree a little
  const near = ago < 60_000 ? `${Math.floor(ago / 1000)} s` : `${Math.floor(ago / 60_000)} min`;
  if (ago < 3_600_000) return isAhead ? `in ${near}` : `${near} ago`;
  const then = partsOf(at, zone);
  const today = partsOf(now, zone);
  const clock = `${then.hour}:${then.minute}`;
  if (then.day === today.day && then.month === today.month && then.year === today.year) return clock;
  if (ago < 6 * 86_400_000) return `${then.weekday} ${clock}`;
  if (then.year === today.year) return `${then.day} ${then.month} ${clock}`;
  return `${then.day} ${then.month} ${then.year}`;
}

/** For panels and hover: "23 Nov 2026, 06:31:04 UTC". */
export function formatAbsolute(at: number, zone: Zone): string {
  const { day, month, year, hour, minute, second, zone: name } = partsOf(at, zone);
  return `${day} ${month} ${year}, ${hour}:${minute}:${second} ${name}`;
}

/** Under a time axis that spans so many milliseconds: "06:31:04", "06:31", "23 Nov 06:31" or "23 Nov". */
export function formatTick(at: number, spanMs: number, zone: Zone): string {
  const { day, month, hour, minute, second } = partsOf(at, zone);
  if (spanMs < 10 * 60_000) return `${hour}:${minute}:${second}`;
  if (spanMs < 36 * 3_600_000) return `${hour}:${minute}`;
  return spanMs < 6 * 86_400_000 ? `${day} ${month} ${hour}:${minute}` : `${day} ${month}`;
}

/** For rows of one day: "06:31:04.214". */
export function formatClockMs(at: number, zone: Zone): string {
  const { hour, minute, second } = partsOf(at, zone);
  return `${hour}:${minute}:${second}.${String(Math.floor(at) % 1000).padStart(3, "0")}`;
}

/** For copying: ISO 8601 with an offset, "2026-11-23T07:31:04+01:00". */
export function formatIso(at: number, zone: Zone): string {
  if (zone === "utc") return new Date(at).toISOString().replace(/\.000Z$/, "Z");
  const offset = -new Date(at).getTimezoneOffset();
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const sign = offset < 0 ? "-" : "+";
  const two = (n: number) => String(n).padStart(2, "0");
  return `${local}${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

// Making one takes longer than all it will ever format for a row.
const formats = new Map<Zone, Intl.DateTimeFormat>();

function formatOf(zone: Zone): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zoneName[zone],
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formats.set(zone, made);
  return made;
}

function partsOf(at: number, zone: Zone) {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = value;
  const { weekday = "", day = "", month = "", year = "", hour = "", minute = "", second = "" } = part;
  return { weekday, day, month, year, hour, minute, second, zone: part.timeZoneName ?? "" };
}

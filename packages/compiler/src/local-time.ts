/** Clocks on the wall of a time zone. */

export interface LocalTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

export interface LocalTimes {
  /** @param at UTC milliseconds */
  localTimeAt(at: number): LocalTime;
  /**
   * When a day begins, in UTC milliseconds; days and months beyond the last one count on. Where daylight saving skips
   * midnight, the first moment after it.
   */
  midnight(year: number, month: number, day: number): number;
}

/** @param timeZone an IANA name; @throws RangeError for others */
export function localTimes(timeZone: string): LocalTimes {
  const offsetAt = timeZone === "UTC" ? () => 0 : zoneOffsets(timeZone);
  return {
    localTimeAt(at) {
      const date = new Date(at + offsetAt(at));
      return {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
      };
    },
    midnight(year, month, day) {
      const wall = Date.UTC(year, month - 1, day);
      // The offset in force then is the one before or after a change: the later moment is the one that exists.
      const guesses = [offsetAt(wall - dayMs), offsetAt(wall + dayMs)].map((offset) => wall - offset);
      const exact = guesses.filter((at) => at + offsetAt(at) === wall);
      return exact.length > 0 ? Math.min(...exact) : Math.max(...guesses);
    },
  };
}

const dayMs = 24 * 3600 * 1000;

/** What to add to UTC milliseconds to read them as the zone's. */
function zoneOffsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return wall - Math.floor(at / 1000) * 1000;
  };
}

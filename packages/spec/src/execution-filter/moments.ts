import type { Bound, Comparison, Moment } from "./term.ts";

const SECOND = 1000;
const units = {
  ms: 1,
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 86_400 * SECOND,
  w: 7 * 86_400 * SECOND,
} as const satisfies Record<string, number>;

const isUnit = (text: string): text is keyof typeof units => Object.hasOwn(units, text);

/** "90s", "1h30m", "1.5h", "500ms" → milliseconds; undefined when it is none. */
export function findSpan(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g))
    if (isUnit(unit)) sum += Number(count) * units[unit];
  return sum;
}

/** "-24h", "now", "2026-11-23", "2026-11-23T06:00Z"; a time without a zone is UTC. Undefined when it is none. */
export function findMoment(text: string): Moment | undefined {
  if (text === "now") return { agoMs: 0 };
  if (text.startsWith("-")) {
    const agoMs = findSpan(text.slice(1));
    return agoMs === undefined ? undefined : { agoMs };
  }
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!parts) return undefined;
  const [, day, minute = "00:00", second = ":00", zone = "Z"] = parts;
  const at = Date.parse(`${day}T${minute}${second}${zone}`);
  return Number.isNaN(at) ? undefined : { at };
}

/** How long a moment that was written so lasts: a day, a minute, or no time. */
export function lengthOfMoment(text: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return units.d;
  return /T\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?$/.test(text) ? units.m : 0;
}

/** ">10m" → its comparison and the rest; undefined where there is none. */
export function splitComparison(text: string): { comparison: Comparison; rest: string } | undefined {
  const comparison = (["<=", ">=", "<", ">"] as const).find((each) => text.startsWith(each));
  return comparison && { comparison, rest: text.slice(comparison.length) };
}

/** "a..b" as two bounds, its ends included; undefined when it is no range or an end cannot be read. */
export function findRange<T>(text: string, read: (end: string) => T | undefined): Bound<T>[] | undefined {
  const at = text.indexOf("..");
  if (at < 0) return undefined;
  const from = read(text.slice(0, at));
  const to = read(text.slice(at + 2));
  if (from === undefined || to === undefined) return undefined;
  return [
    { comparison: ">=", value: from },
    { comparison: "<=", value: to },
  ];
}

/** Milliseconds as the shortest text that `findSpan` reads back: 5_400_000 → "1h30m". */
export function formatSpan(ms: number): string {
  let rest = Math.round(ms);
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"] as const) {
    const count = Math.floor(rest / units[unit]);
    rest -= count * units[unit];
    if (count > 0) text += `${count}${unit}`;
  }
  return text || "0s";
}

/**
 * The schedules Flyte's scheduler reads: five cron fields, or a descriptor such as `@daily`.
 *
 * The grammar is that of the library upstream uses: `*` or `?`, numbers, names of months and weekdays, ranges, steps
 * and lists; an optional `TZ=` or `CRON_TZ=` prefix; `@every <duration>`. When such a schedule comes round: next-tick.ts.
 * @see github.com/robfig/cron ParseStandard
 */
import { durationToNanos, parseGoDuration } from "@skein/spec/duration";

export type CronSchedule =
  | { readonly kind: "every"; readonly everyMs: number }
  | {
      readonly kind: "fields";
      /** An IANA name; `UTC` where the text names none. */
      readonly timeZone: string;
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly daysOfMonth: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      /** 0 is Sunday. */
      readonly daysOfWeek: ReadonlySet<number>;
      /** A day need only be one of the two, because both were said. */
      readonly isEitherDay: boolean;
    };

export type ParsedCron =
  | { readonly schedule: CronSchedule; readonly problem?: undefined }
  | { readonly schedule?: undefined; readonly problem: string };

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of month", min: 1, max: 31, names: [] },
  { name: "month", min: 1, max: 12, names: monthNames },
  { name: "day of week", min: 0, max: 6, names: weekdayNames },
] as const satisfies readonly Field[];

const descriptors: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

/** What is wrong with a schedule; undefined when it can be read. */
export const findCronProblem = (text: string): string | undefined => parseCron(text).problem;

export function parseCron(text: string): ParsedCron {
  const [prefix = "", zone = "UTC"] = /^(?:CRON_)?TZ=(\S+) +/.exec(text) ?? [];
  if (!isTimeZone(zone)) return { problem: `provided bad location ${zone}` };
  const said = text.slice(prefix.length).trim();
  if (said === "") return { problem: "empty spec string" };
  if (said.startsWith("@every ")) return parseEvery(said);
  const expression = said.startsWith("@") ? descriptors.get(said) : said;
  if (expression === undefined) return { problem: `unrecognized descriptor: ${said}` };
  return parseFields(expression, zone);
}

function parseEvery(text: string): ParsedCron {
  const length = text.slice("@every ".length);
  const duration = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(length) ? parseGoDuration(length) : undefined;
  if (!duration) return { problem: `failed to parse duration ${text}` };
  // Upstream counts in whole seconds, one at least.
  const seconds = durationToNanos(duration) / 1_000_000_000n;
  return { schedule: { kind: "every", everyMs: Math.max(1, Number(seconds)) * 1000 } };
}

function parseFields(text: string, timeZone: string): ParsedCron {
  const parts = text.split(/\s+/);
  if (parts.length !== fields.length)
    return { problem: `expected exactly ${fields.length} fields, found ${parts.length}: [${parts.join(" ")}]` };
  const parsed = fields.map((field, index) => parseField(parts[index] ?? "", field));
  const problem = parsed.find((each) => typeof each === "string");
  if (typeof problem === "string") return { problem };
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = parsed.filter((each) => typeof each !== "string");
  if (!minutes || !hours || !daysOfMonth || !months || !daysOfWeek) return { problem: `failed to parse ${text}` };
  return {
    schedule: {
      kind: "fields",
      timeZone,
      minutes: minutes.values,
      hours: hours.values,
      daysOfMonth: daysOfMonth.values,
      months: months.values,
      daysOfWeek: daysOfWeek.values,
      isEitherDay: !daysOfMonth.isStar && !daysOfWeek.isStar,
    },
  };
}

interface FieldValues {
  readonly values: ReadonlySet<number>;
  /** Whether it says "any", which `*` with a step does not. */
  readonly isStar: boolean;
}

/** The values, or what is wrong. */
function parseField(text: string, field: Field): FieldValues | string {
  const values = new Set<number>();
  let isStar = false;
  for (const item of text.split(",")) {
    const range = parseRange(item, field);
    if (typeof range === "string") return range;
    isStar ||= range.isStar;
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
  }
  return { values, isStar };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly isStar: boolean;
}

function parseRange(item: string, field: Field): Range | string {
  const [range = "", stepText, ...more] = item.split("/");
  if (more.length > 0) return `too many slashes: ${item}`;
  if (stepText !== undefined && !(/^\d+$/.test(stepText) && Number(stepText) > 0))
    return `step of range should be a positive number: ${item}`;
  const step = Number(stepText ?? 1);
  if (range === "*" || range === "?") return { start: field.min, end: field.max, step, isStar: step === 1 };
  const [from = "", to, ...rest] = range.split("-");
  if (rest.length > 0) return `too many hyphens: ${item}`;
  const start = numberOf(from, field);
  // A step without an end goes on to the last value.
  const end = to === undefined ? (stepText === undefined ? start : field.max) : numberOf(to, field);
  if (start === undefined || end === undefined) return `failed to parse ${field.name} from ${item}`;
  if (start < field.min) return `beginning of range (${start}) below minimum (${field.min}): ${item}`;
  if (end > field.max) return `end of range (${end}) above maximum (${field.max}): ${item}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${item}`;
  return { start, end, step, isStar: false };
}

function numberOf(text: string, { names, min }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

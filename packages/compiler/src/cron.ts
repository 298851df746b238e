/**
 * Whether text is a schedule Flyte's scheduler reads: five cron fields, or a descriptor such as `@daily`.
 *
 * The grammar is that of the library upstream uses: `*` or `?`, numbers, names of months and weekdays, ranges, steps
 * and lists; an optional `TZ=` or `CRON_TZ=` prefix; `@every <duration>`.
 * @see github.com/robfig/cron ParseStandard
 */

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Field[] = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of month", min: 1, max: 31, names: [] },
  { name: "month", min: 1, max: 12, names: months },
  { name: "day of week", min: 0, max: 6, names: weekdays },
];

const descriptors: readonly string[] = [
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
];

/** What is wrong with a schedule; undefined when it can be read. */
export function findCronProblem(text: string): string | undefined {
  const schedule = text.replace(/^(CRON_)?TZ=\S+ +/, "").trim();
  if (schedule === "") return "empty spec string";
  if (schedule.startsWith("@every ")) {
    const duration = schedule.slice("@every ".length);
    return /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(duration) ? undefined : `failed to parse duration ${schedule}`;
  }
  if (schedule.startsWith("@")) {
    return descriptors.includes(schedule) ? undefined : `unrecognized descriptor: ${schedule}`;
  }
  const parts = schedule.split(/\s+/);
  if (parts.length !== fields.length) {
    return `expected exactly ${fields.length} fields, found ${parts.length}: [${parts.join(" ")}]`;
  }
  for (const [index, field] of fields.entries()) {
    const problem = findFieldProblem(parts[index] ?? "", field);
    if (problem) return problem;
  }
  return undefined;
}

function findFieldProblem(text: string, field: Field): string | undefined {
  for (const item of text.split(",")) {
    const [range = "", step, ...more] = item.split("/");
    if (more.length > 0) return `too many slashes: ${item}`;
    if (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))
      return `step of range should be a positive number: ${item}`;
    if (range === "*" || range === "?") continue;
    const [from = "", to, ...rest] = range.split("-");
    if (rest.length > 0) return `too many hyphens: ${item}`;
    const start = numberOf(from, field);
    const end = to === undefined ? start : numberOf(to, field);
    if (start === undefined || end === undefined) return `failed to parse ${field.name} from ${item}`;
    if (start < field.min) return `beginning of range (${start}) below minimum (${field.min}): ${item}`;
    if (end > field.max) return `end of range (${end}) above maximum (${field.max}): ${item}`;
    if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${item}`;
  }
  return undefined;
}

function numberOf(text: string, { names, min }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

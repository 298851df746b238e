import { parseTimestamp } from "@skein/spec/timestamp";
import type { Zone } from "../flyte/time-format.ts";

/**
 * A point in time as a person writes it → RFC 3339 text.
 *
 * Takes RFC 3339, a date, a date with a time, "now", "today", "yesterday" and "tomorrow", the last three with a time
 * if wanted. What names no zone is meant in `zone`.
 *
 * @returns undefined when it is none of these
 */
export function readDatetime(text: string, now: number, zone: Zone): string | undefined {
  const words = text.trim();
  if (parseTimestamp(words)) return words;
  if (/^now$/i.test(words)) return new Date(now).toISOString();
  const found =
    /^(?:(?<day>today|yesterday|tomorrow)|(?<date>\d{4}-\d{2}-\d{2}))(?:[ T]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$/i.exec(
      words,
    )?.groups;
  if (!found) return undefined;
  const time = `${(found.hour ?? "0").padStart(2, "0")}:${found.minute ?? "00"}:${found.second ?? "00"}`;
  const date = found.date ?? dateOf(now + (dayOffset[(found.day ?? "").toLowerCase()] ?? 0) * 86_400_000, zone);
  // checked as UTC first: the browser's own parser would roll 30 February over into March
  if (!parseTimestamp(`${date}T${time}Z`)) return undefined;
  const at = zone === "utc" ? new Date(`${date}T${time}Z`) : new Date(`${date}T${time}`);
  return at.toISOString().replace(/\.000Z$/, "Z");
}

const dayOffset: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

function dateOf(at: number, zone: Zone): string {
  if (zone === "utc") return new Date(at).toISOString().slice(0, 10);
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/**
 * The text that filters executions, and what it means.
 *
 * `status:failed,aborted workflow:etl.* started:>-24h duration:>10m label:team=ml input.date:2026-* error:"no space" -by:ci`
 *
 * Tokens are joined by and, commas within one mean or, a minus before one excludes. A token that cannot be read says
 * why and narrows nothing; the others still apply. Pure: moments relative to now stay so (term.ts resolveMoment).
 */
import { findNear } from "../did-you-mean.ts";
import { findMoment, findRange, findSpan, formatSpan, lengthOfMoment, splitComparison } from "./moments.ts";
import type { Bound, Condition, FilterTerm, Moment, NameField, TimeField, ValueSide } from "./term.ts";
import { splitTokens, splitValues, type TokenText } from "./tokens.ts";
import { userNamed } from "./users.ts";
import { filterKeys, phaseWords, triggerWords } from "./words.ts";

export interface FilterToken extends TokenText {
  /** Absent when it cannot be read. */
  readonly term?: FilterTerm;
  /** Why it cannot be read, as one sentence. */
  readonly problem?: string;
}

/** Every token of the text, in order; never throws. */
export function parseFilter(text: string): FilterToken[] {
  return splitTokens(text).map((token) => {
    const read = readToken(token.text);
    return typeof read === "string" ? { ...token, problem: read } : { ...token, term: read };
  });
}

/** What can be read of the text. */
export function filterTerms(text: string): FilterTerm[] {
  return parseFilter(text).flatMap(({ term }) => term ?? []);
}

/** A term, or what is wrong. */
function readToken(text: string): FilterTerm | string {
  const negated = text.length > 1 && text.startsWith("-");
  const body = negated ? text.slice(1) : text;
  const colon = body.startsWith('"') ? -1 : body.indexOf(":");
  if (colon < 0) return { negated, kind: "text", text: splitValues(body.replaceAll(",", '","')).join(",") };
  const condition = readCondition(body.slice(0, colon), body.slice(colon + 1));
  return typeof condition === "string" ? condition : { negated, ...condition };
}

function readCondition(key: string, text: string): Condition | string {
  const values = splitValues(text);
  const [first] = values;
  if (first === undefined) return `Say which: ${key}:…`;
  const value = /^(?<side>input|output)\.(?<name>.+)$/.exec(key)?.groups;
  if (value) return readValue(value.side === "input" ? "input" : "output", value.name ?? "", values);
  switch (key) {
    case "status":
      return readWords(values, phaseWords, "status", (phases) => ({ kind: "status", phases }));
    case "trigger":
      return readWords(values, triggerWords, "trigger", (triggers) => ({ kind: "trigger", triggers }));
    case "name":
    case "workflow":
    case "version":
    case "launchPlan":
      return { kind: "name", field: key satisfies NameField, patterns: values };
    case "by":
      return { kind: "name", field: "by", patterns: values.map(userNamed) };
    case "label":
      return readLabel(values);
    case "started":
    case "ended":
      return readTime(key, values);
    case "duration":
      return readDuration(values);
    case "error":
      return { kind: "error", parts: values };
    case "is":
      return first === "archived" ? { kind: "archived" } : `“${first}” is not known; is:archived is.`;
    default:
      return `There is no key “${key}”${guess(key, Object.keys(filterKeys))}`;
  }
}

function guess(word: string, words: readonly string[]): string {
  const [near] = findNear(word, words);
  return near ? `. Did you mean ${near}?` : ".";
}

function readWords<Value>(
  values: readonly string[],
  words: Readonly<Record<string, Value>>,
  what: string,
  make: (found: Value[]) => Condition,
): Condition | string {
  const found: Value[] = [];
  for (const each of values) {
    const word = each.toLowerCase().replaceAll(/[ -]/g, "_");
    const value = Object.hasOwn(words, word) ? words[word] : undefined;
    if (value === undefined) return `“${each}” is no ${what}${guess(word, Object.keys(words))}`;
    found.push(value);
  }
  return make(found);
}

function readLabel(values: readonly string[]): Condition {
  const [first = "", ...others] = values;
  const at = first.indexOf("=");
  if (at < 0) return { kind: "label", key: first, patterns: [] };
  return { kind: "label", key: first.slice(0, at), patterns: [first.slice(at + 1), ...others] };
}

function readTime(field: TimeField, [first = "", ...others]: readonly string[]): Condition | string {
  if (others.length > 0) return `One time or a range: ${field}:2026-11-01..2026-11-05`;
  const range = findRange(first, findMoment);
  if (range) return { kind: "time", field, bounds: range };
  const compared = splitComparison(first);
  const text = compared?.rest ?? first;
  const value = findMoment(text);
  if (!value)
    return `“${text}” is not a time; write -24h, 2026-11-23 or 2026-11-23T06:00${findSpan(text) === undefined ? "" : `. Did you mean -${text}?`}`;
  if (compared) return { kind: "time", field, bounds: [{ comparison: compared.comparison, value }] };
  return { kind: "time", field, bounds: within(value, lengthOfMoment(text)) };
}

/** A day is the whole day; so long ago means since then. */
function within(value: Moment, lengthMs: number): Bound<Moment>[] {
  const from: Bound<Moment> = { comparison: ">=", value };
  return "at" in value ? [from, { comparison: "<", value: { at: value.at + Math.max(1, lengthMs) } }] : [from];
}

function readDuration([first = "", ...others]: readonly string[]): Condition | string {
  if (others.length > 0) return "One duration or a range: duration:5m..10m";
  const range = findRange(first, findSpan);
  if (range) return { kind: "duration", bounds: range };
  const compared = splitComparison(first);
  const text = compared?.rest ?? first;
  const value = findSpan(text);
  if (value === undefined) return `“${text}” is not a duration${nearSpan(text)}`;
  return { kind: "duration", bounds: [{ comparison: compared?.comparison ?? ">=", value }] };
}

function nearSpan(text: string): string {
  const tight = text.replaceAll(/\s+/g, "").replace(/(sec|min|hour|day)\w*$/, (_, unit: string) => unit.charAt(0));
  const span = findSpan(tight) ?? findSpan(`${tight}m`);
  return span === undefined ? "; write 90s, 10m or 1h30m" : `. Did you mean ${formatSpan(span)}?`;
}

function readValue(side: ValueSide, name: string, values: readonly string[]): Condition | string {
  const [first = ""] = values;
  const asNumber = (text: string) => (text === "" || Number.isNaN(Number(text)) ? undefined : Number(text));
  const range = values.length === 1 ? findRange(first, asNumber) : undefined;
  if (range) return { kind: "value", side, name, patterns: [], bounds: range };
  const compared = values.length === 1 ? splitComparison(first) : undefined;
  if (!compared) return { kind: "value", side, name, patterns: values, bounds: [] };
  const value = asNumber(compared.rest);
  if (value === undefined) return `“${compared.rest}” is not a number`;
  return { kind: "value", side, name, patterns: [], bounds: [{ comparison: compared.comparison, value }] };
}

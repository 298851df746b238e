/**
 * Upstream's filter grammar (admin-api.md §4.1): `eq(phase,RUNNING)+gt(started_at,2026-01-01T00:00:00Z)`.
 *
 * Parsing knows the grammar, `toCondition` the columns of one list. Values are bound, columns come from a list, so that
 * nothing of a request becomes SQL.
 */

import { durationToNanos, parseGoDuration } from "@skein/spec/duration";
import { Problem } from "@skein/spec/problem";
import { parseTimestamp, timestampToMillis } from "@skein/spec/timestamp";
import { type RawBuilder, type SqlBool, sql } from "kysely";

class InvalidFilter extends Problem {
  readonly kind = "invalid";
}

const entities = [
  "task",
  "workflow",
  "launch_plan",
  "execution",
  "node_execution",
  "task_execution",
  "entities",
  "named_entity_metadata",
  "project",
  "signal",
  "admin_tag",
  "execution_admin_tag",
  "execution_tag",
] as const;
export type FilterEntity = (typeof entities)[number];

const functions = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "not_like", "value_in", "value_not_in"] as const;
type FilterFunction = (typeof functions)[number];

export interface Filter {
  readonly entity: FilterEntity;
  readonly field: string;
  readonly compare: FilterFunction;
  readonly value: string;
}

/** How a column is written in a filter: text as it is, numbers, RFC 3339 times, durations in seconds or Go's text. */
type ColumnKind = "text" | "number" | "time" | "duration";
export interface Column {
  readonly kind: ColumnKind;
  readonly sql: RawBuilder<unknown>;
}
export type Columns = Readonly<Record<string, Column>>;
/** The entities a list may be filtered by, with their columns. */
export type ColumnsByEntity = Partial<Readonly<Record<FilterEntity, Columns>>>;

export const text = (name: string): Column => ({ kind: "text", sql: sql.ref(name) });
export const number = (name: string): Column => ({ kind: "number", sql: sql.ref(name) });
export const time = (name: string): Column => ({ kind: "time", sql: sql.ref(name) });
export const duration = (name: string): Column => ({ kind: "duration", sql: sql.ref(name) });

/** @throws InvalidFilter when the text is not of the grammar */
export function parseFilters(filters: string, primary: FilterEntity): Filter[] {
  if (filters === "") return [];
  return filters.split("+").map((expression) => parseFilter(expression, primary));
}

function parseFilter(expression: string, primary: FilterEntity): Filter {
  const [, name, path, value] = /(.+)\((.+),\s?(.+)\)/.exec(expression) ?? [];
  if (name === undefined || path === undefined || value === undefined)
    throw new InvalidFilter(`invalid value for filters: "${expression}"; write function(field,value)`);
  const compare = functions.find((each) => each === name);
  if (!compare) throw new InvalidFilter(`unrecognized filter function: ${name}`);
  if (value.includes(";") && compare !== "value_in" && compare !== "value_not_in")
    throw new InvalidFilter(`filter function ${compare} takes one value, not "${value}"; use value_in`);
  const entity = entities.find((each) => path.startsWith(`${each}.`));
  return entity
    ? { entity, field: path.slice(entity.length + 1), compare, value }
    : { entity: primary, field: path, compare, value };
}

/** @throws InvalidFilter when the list knows no such entity or column, or the value does not fit it */
export function toCondition(filter: Filter, known: ColumnsByEntity): RawBuilder<SqlBool> {
  const columns = known[filter.entity];
  if (!columns) throw new InvalidFilter(`'${filter.entity}' entity is not allowed in filters`);
  const column = Object.hasOwn(columns, filter.field) ? columns[filter.field] : undefined;
  if (!column) throw new InvalidFilter(`'${filter.entity}.${filter.field}' is invalid filter`);
  const left = column.sql;
  const value = () => parseValue(filter.value, column.kind, filter);
  switch (filter.compare) {
    case "eq":
      return sql`${left} = ${value()}`;
    case "ne":
      return sql`${left} <> ${value()}`;
    case "gt":
      return sql`${left} > ${value()}`;
    case "gte":
      return sql`${left} >= ${value()}`;
    case "lt":
      return sql`${left} < ${value()}`;
    case "lte":
      return sql`${left} <= ${value()}`;
    case "contains":
      return sql`${left} LIKE ${`%${filter.value}%`}`;
    case "not_like":
      return sql`${left} NOT LIKE ${filter.value}`;
    case "value_in":
      return sql`${left} IN (${sql.join(parseValues(filter, column.kind))})`;
    case "value_not_in":
      return sql`${left} NOT IN (${sql.join(parseValues(filter, column.kind))})`;
  }
}

const parseValues = (filter: Filter, kind: ColumnKind) =>
  filter.value.split(";").map((each) => parseValue(each, kind, filter));

function parseValue(given: string, kind: ColumnKind, { field }: Filter): string | number {
  switch (kind) {
    case "text":
      return given;
    case "number":
      return parseNumber(given) ?? refuseValue(field, given, "a number");
    case "duration":
      return parseDurationMs(given) ?? refuseValue(field, given, "seconds, or a duration such as 1h30m");
    case "time": {
      const at = parseTimestamp(given);
      return at ? timestampToMillis(at) : refuseValue(field, given, "a time such as 2026-01-31T12:00:00Z");
    }
  }
}

const parseNumber = (given: string): number | undefined =>
  given.trim() !== "" && Number.isFinite(Number(given)) ? Number(given) : undefined;

function parseDurationMs(given: string): number | undefined {
  const seconds = parseNumber(given);
  if (seconds !== undefined) return seconds * 1000;
  const parsed = parseGoDuration(given);
  return parsed && Number(durationToNanos(parsed)) / 1e6;
}

function refuseValue(field: string, given: string, due: string): never {
  throw new InvalidFilter(`invalid value "${given}" for filter field ${field}; write ${due}`);
}

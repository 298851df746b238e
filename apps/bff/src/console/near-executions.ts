/**
 * Which executions a name may have meant that none has: mistyped, cut short, or looked for in another place.
 *
 * A few hundred names are looked at, however many there are: those that begin alike, by the index of names, and the
 * newest, among which one with a slip at its very start is most likely to be.
 */
import { create } from "@bufbuild/protobuf";
import { editDistance } from "@skein/spec/did-you-mean";
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type FindNearExecutionsResponse,
  FindNearExecutionsResponseSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { domains } from "../admin/domains.ts";
import type { Database, Scope } from "../store/database.ts";
import { namesBeginningWith, newestNames } from "../store/execution-names.ts";
import { findExecution } from "../store/executions.ts";
import type { ExecutionName } from "../store/identity.ts";
import { allProjects } from "../store/projects.ts";
import { executionRows } from "./views/execution-row.ts";

const most = 5;
/** Longer ones are nobody's. */
const longestName = 128;
const mostScopes = 100;
/** Per beginning, in its own place and in others. */
const mostOwn = 100;
const mostElsewhere = 10;
/** A name that goes on, or stops, where another does is near once it has so many letters. */
const leastBeginning = 4;

export function nearExecutions(
  db: Database,
  id: Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name"> | undefined,
): FindNearExecutionsResponse {
  const near = id && id.name.length > 0 && id.name.length <= longestName ? nearNames(db, id) : [];
  const rows = near.slice(0, most).flatMap((each) => findExecution(db, each) ?? []);
  return create(FindNearExecutionsResponseSchema, { executions: executionRows(db, rows) });
}

function nearNames(db: Database, { project, domain, name }: ExecutionName): ExecutionName[] {
  const own = { project, domain };
  const others = scopesBut(db, own);
  const exact = others.map((scope) => ({ ...scope, name })).filter((each) => findExecution(db, each) !== undefined);
  const half = name.slice(0, Math.ceil(name.length / 2));
  return [
    ...exact,
    ...nearest(name, [...ownCandidates(db, own, name)]).map((each) => ({ ...own, name: each })),
    ...others.flatMap((scope) =>
      nearest(name, namesBeginningWith(db, scope, half, mostElsewhere)).map((each) => ({ ...scope, name: each })),
    ),
  ];
}

function ownCandidates(db: Database, scope: Scope, name: string): Set<string> {
  const beginnings = [1, 0.75, 0.5, 0.25].map((part) => name.slice(0, Math.ceil(name.length * part)));
  return new Set([
    ...beginnings.flatMap((beginning) => namesBeginningWith(db, scope, beginning, mostOwn)),
    ...newestNames(db, scope, 3 * mostOwn),
  ]);
}

/** Those that are near the name, the nearest first; never the name itself. */
function nearest(name: string, candidates: readonly string[]): string[] {
  const reach = Math.max(2, Math.floor(name.length / 3));
  return candidates
    .filter((candidate) => candidate !== name)
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** Of a name that is cut short it says little how much of it is missing. */
function distanceOf(name: string, candidate: string): number {
  const [a, b] = [name.toLowerCase(), candidate.toLowerCase()];
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= leastBeginning && short.length < long.length && long.startsWith(short)) return 1;
  return editDistance(a, b);
}

function scopesBut(db: Database, own: Scope): Scope[] {
  return allProjects(db)
    .flatMap(({ identifier: project }) => domains.map((domain) => ({ project, domain })))
    .filter(({ project, domain }) => project !== own.project || domain !== own.domain)
    .slice(0, mostScopes);
}

import { create } from "@bufbuild/protobuf";
import { filterTerms } from "@skein/spec/execution-filter/parse";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ExecutionSort,
  type ListExecutionsRequest,
  type ListExecutionsResponse,
  ListExecutionsResponseSchema,
  PhaseCountSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { entityNamesOf } from "../../store/execution-lookups.ts";
import {
  countArchived,
  countExecutionsBefore,
  countExecutionsByPhase,
  type ExecutionFilter,
  type ExecutionOrder,
  findExecutions,
  findExecutionsBefore,
} from "../../store/execution-queries.ts";
import { storedPhases } from "../../store/filter-terms.ts";
import type { ExecutionRow, StoredExecutionPhase } from "../../store/tables.ts";
import { medianDuration } from "../../store/workflow-medians.ts";
import { type PageAfter, parsePageAfter, tokenAfterLast, tokenBefore } from "../page.ts";
import { executionRows } from "./execution-row.ts";

/** One page of the list, with how many there are in each phase. */
export function listExecutions(db: Database, request: ListExecutionsRequest, now: number): ListExecutionsResponse {
  const page = parsePageAfter(request);
  const filter = filterOf(request, now);
  const sequence = BigInt(db.sequence());
  const order = orderOf(request);
  const rows = page.before
    ? findExecutionsBefore(db, filter, { limit: page.limit, after: page.before }, order)
    : findExecutions(db, filter, page, order);
  const counts = countExecutionsByPhase(db, filter);
  const chosen = chosenPhases(filter);
  const matching = counts.filter(({ phase }) => !chosen || chosen.has(phase));
  const showsArchived = filter.terms.some(({ kind }) => kind === "archived");
  return create(ListExecutionsResponseSchema, {
    executions: executionRows(db, rows),
    token: tokenAfterLast(page, rows),
    total: BigInt(matching.reduce((sum, { count }) => sum + count, 0)),
    counts: counts.map(({ phase, count }) => create(PhaseCountSchema, { phase: Phase[phase], count: BigInt(count) })),
    sequence,
    medians: mediansOf(db, rows),
    ...newerOf(db, filter, page, order, rows[0]),
    archived: showsArchived ? 0n : BigInt(countArchived(db, filter)),
  });
}

/** Looks one row further than a page: where no more than that come before, the page before is the first one. */
function newerOf(
  db: Database,
  filter: ExecutionFilter,
  { limit, after, before }: PageAfter,
  order: ExecutionOrder,
  first: ExecutionRow | undefined,
): Pick<ListExecutionsResponse, "newer"> {
  if (!after && !before) return {};
  const end = first ?? after ?? before;
  if (!end) return {};
  const found = countExecutionsBefore(db, filter, { limit: limit + 1, after: end }, order);
  return found === 0 ? {} : { newer: found > limit ? tokenBefore(end) : "" };
}

type FilterRequest = Pick<ListExecutionsRequest, "project" | "domain" | "query">;

/** What a request asks of the list. */
export function filterOf(request: FilterRequest, now: number): ExecutionFilter {
  const { project, domain, query } = request;
  return { project, domain, terms: filterTerms(query), now };
}

function orderOf({ sort, ascending }: ListExecutionsRequest): ExecutionOrder {
  const by = {
    [ExecutionSort.EXECUTION_SORT_UNSPECIFIED]: "created",
    [ExecutionSort.BY_DURATION]: "duration",
    [ExecutionSort.BY_NAME]: "name",
  } as const;
  return { by: by[sort] ?? "created", isAscending: ascending };
}

/** Which phases the filter leaves, of those that were counted without it; undefined: all. */
function chosenPhases({ terms }: ExecutionFilter): ReadonlySet<StoredExecutionPhase> | undefined {
  let chosen: ReadonlySet<StoredExecutionPhase> | undefined;
  for (const term of terms) {
    if (term.kind !== "status" || term.negated) continue;
    const named: StoredExecutionPhase[] = term.phases.flatMap((phase) => storedPhases[phase] ?? []);
    chosen = new Set(named.filter((phase) => chosen?.has(phase) ?? true));
  }
  return chosen;
}

function mediansOf(db: Database, rows: readonly ExecutionRow[]) {
  const names = new Map([...entityNamesOf(db, rows).workflows.values()].map(({ name }) => [name.name, name]));
  return [...names.values()].flatMap((workflow) => {
    const durationMs = medianDuration(db, workflow);
    return durationMs === undefined ? [] : [{ workflow: workflow.name, durationMs: BigInt(durationMs) }];
  });
}

import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type Bound, type Condition, type FilterTerm, resolveMoment } from "@skein/spec/execution-filter/term";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";

/**
 * Whether the list would show this row: what the server decides, for rows that arrive by the stream.
 *
 * Undefined when the row alone does not say: its inputs and outputs, and all of its error, are the server's.
 */
export function matchRow(row: ExecutionRow, terms: readonly FilterTerm[], now: number): boolean | undefined {
  // Who wants them asks for them.
  if (row.archived && !terms.some(({ kind }) => kind === "archived")) return false;
  let all: boolean | undefined = true;
  for (const term of terms) {
    const holds = matchCondition(row, term, now);
    if (holds === undefined) all = all && undefined;
    else if (holds === term.negated) return false;
  }
  return all;
}

function matchCondition(row: ExecutionRow, condition: Condition, now: number): boolean | undefined {
  const { id, workflow, launchPlan, phase, labels } = row;
  switch (condition.kind) {
    case "text": {
      const text = condition.text.toLowerCase();
      return [id?.name, workflow?.name].some((name) => name?.toLowerCase().includes(text));
    }
    case "status":
      return condition.phases.includes(phase);
    case "name": {
      const texts = {
        name: id?.name,
        workflow: workflow?.name,
        version: workflow?.version,
        launchPlan: launchPlan?.name,
        by: row.principal,
      };
      return condition.patterns.some((pattern) => isLike(texts[condition.field] ?? "", pattern));
    }
    case "trigger":
      return condition.triggers.some((trigger) => trigger === row.trigger);
    case "label": {
      const value = labels[condition.key];
      if (value === undefined) return undefined; // it may be a tag, which rows do not carry
      return condition.patterns.length === 0 || condition.patterns.some((pattern) => isLike(value, pattern));
    }
    case "time": {
      const at = condition.field === "started" ? row.createdAt : row.endedAt;
      if (!at) return false;
      const bounds = condition.bounds.map(({ comparison, value }) => ({
        comparison,
        value: resolveMoment(value, now),
      }));
      return isWithin(timestampMs(at), bounds);
    }
    case "duration": {
      const from = row.startedAt ?? row.createdAt;
      if (!from) return false;
      return isWithin((row.endedAt ? timestampMs(row.endedAt) : now) - timestampMs(from), condition.bounds);
    }
    case "error":
      if (row.errorHead === "") return false;
      return condition.parts.some((part) => row.errorHead.toLowerCase().includes(part.toLowerCase())) || undefined;
    case "archived":
      return row.archived;
    case "value":
      return undefined;
    default:
      return assertNever(condition, "filter condition");
  }
}

function isWithin(value: number, bounds: readonly Bound<number>[]): boolean {
  return bounds.every((bound) => {
    switch (bound.comparison) {
      case "<":
        return value < bound.value;
      case "<=":
        return value <= bound.value;
      case ">":
        return value > bound.value;
      case ">=":
        return value >= bound.value;
      default:
        return assertNever(bound.comparison, "comparison");
    }
  });
}

function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "is").test(text);
}

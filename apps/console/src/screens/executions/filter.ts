import { phaseWords } from "@skein/spec/execution-filter/words";
import type { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";

/** What the URL asks of the list. */
export interface ExecutionFilter {
  readonly phases: readonly Phase[];
  readonly search: string;
  /** Only of this workflow, by name. */
  readonly workflow: string;
  /** Which page; empty: the newest. */
  readonly token: string;
}

type PhaseWord = keyof typeof phaseWords;

const words = Object.keys(phaseWords).filter(isPhaseWord);

function isPhaseWord(word: string): word is PhaseWord {
  return Object.hasOwn(phaseWords, word);
}

/** Words we do not know are dropped: a bad link still shows a page. */
export function parseFilter(search: URLSearchParams): ExecutionFilter {
  const asked = (search.get("status") ?? "").split(",").filter(isPhaseWord);
  return {
    phases: words.filter((word) => asked.includes(word)).map((word) => phaseWords[word]),
    search: search.get("q") ?? "",
    workflow: search.get("workflow") ?? "",
    token: search.get("token") ?? "",
  };
}

/** The `status` parameter for these phases. */
export function formatPhases(phases: readonly Phase[]): string {
  return words.filter((word) => phases.includes(phaseWords[word])).join(",");
}

/** The `status` parameter after pressing one phase's chip. */
export function togglePhase(phases: readonly Phase[], phase: Phase): string {
  const next = phases.includes(phase) ? phases.filter((each) => each !== phase) : [...phases, phase];
  return formatPhases(next);
}

export function isFiltered(filter: ExecutionFilter): boolean {
  return filter.phases.length > 0 || filter.search !== "" || filter.workflow !== "";
}

/** Whether the list would show this row: what the server decides, for rows that arrive by the stream. */
export function matchesFilter({ id, workflow, phase }: ExecutionRow, filter: ExecutionFilter): boolean {
  if (filter.phases.length > 0 && !filter.phases.includes(phase)) return false;
  if (filter.workflow !== "" && workflow?.name !== filter.workflow) return false;
  const text = filter.search.toLowerCase();
  return text === "" || [id?.name, workflow?.name].some((name) => name?.toLowerCase().includes(text));
}

/**
 * The three phases of Flyte: of an execution, of a node execution and of a task execution. Names, words for people,
 * which are terminal, and which of several is the one to show.
 *
 * @see flyteidl/core/execution.proto
 */
import { NodeExecution_Phase, TaskExecution_Phase, WorkflowExecution_Phase } from "./gen/flyteidl/core/execution_pb.js";

interface PhaseRow {
  /** As in the proto file. */
  readonly name: string;
  /** As people read it. */
  readonly word: string;
  readonly isTerminal: boolean;
  /** Of several phases the one with the highest stands for all: bad before unfinished before good. */
  readonly weight: number;
}

/** What can be asked about the phases of one kind. A number newer than our protos is answered as UNDEFINED. */
export interface Phases<Phase extends number> {
  /** All of them, UNDEFINED included, in the proto's order. */
  readonly all: readonly Phase[];
  /** Those that are never left. */
  readonly terminal: ReadonlySet<Phase>;
  /** The name in the proto, such as `TIMED_OUT`. */
  format(phase: number): string;
  /** The phase of a name in the proto; undefined for any other text. */
  parse(name: string): Phase | undefined;
  /** The words for people, such as `Timed out`. */
  describe(phase: number): string;
  isTerminal(phase: number): boolean;
  /**
   * The phase that stands for several, as on a group of nodes: one failure outweighs all, what still moves outweighs what
   * is done. UNDEFINED for none.
   */
  merge(phases: Iterable<Phase>): Phase;
}

const workflowRows = {
  [WorkflowExecution_Phase.UNDEFINED]: { name: "UNDEFINED", word: "Undefined", isTerminal: false, weight: 0 },
  [WorkflowExecution_Phase.QUEUED]: { name: "QUEUED", word: "Queued", isTerminal: false, weight: 40 },
  [WorkflowExecution_Phase.RUNNING]: { name: "RUNNING", word: "Running", isTerminal: false, weight: 50 },
  [WorkflowExecution_Phase.SUCCEEDING]: { name: "SUCCEEDING", word: "Succeeding", isTerminal: false, weight: 49 },
  [WorkflowExecution_Phase.SUCCEEDED]: { name: "SUCCEEDED", word: "Succeeded", isTerminal: true, weight: 10 },
  [WorkflowExecution_Phase.FAILING]: { name: "FAILING", word: "Failing", isTerminal: false, weight: 80 },
  [WorkflowExecution_Phase.FAILED]: { name: "FAILED", word: "Failed", isTerminal: true, weight: 90 },
  [WorkflowExecution_Phase.ABORTED]: { name: "ABORTED", word: "Aborted", isTerminal: true, weight: 60 },
  [WorkflowExecution_Phase.TIMED_OUT]: { name: "TIMED_OUT", word: "Timed out", isTerminal: true, weight: 85 },
  [WorkflowExecution_Phase.ABORTING]: { name: "ABORTING", word: "Aborting", isTerminal: false, weight: 55 },
} as const satisfies Record<WorkflowExecution_Phase, PhaseRow>;

const nodeRows = {
  [NodeExecution_Phase.UNDEFINED]: { name: "UNDEFINED", word: "Undefined", isTerminal: false, weight: 0 },
  [NodeExecution_Phase.QUEUED]: { name: "QUEUED", word: "Queued", isTerminal: false, weight: 40 },
  [NodeExecution_Phase.RUNNING]: { name: "RUNNING", word: "Running", isTerminal: false, weight: 50 },
  [NodeExecution_Phase.SUCCEEDED]: { name: "SUCCEEDED", word: "Succeeded", isTerminal: true, weight: 10 },
  [NodeExecution_Phase.FAILING]: { name: "FAILING", word: "Failing", isTerminal: false, weight: 80 },
  [NodeExecution_Phase.FAILED]: { name: "FAILED", word: "Failed", isTerminal: true, weight: 90 },
  [NodeExecution_Phase.ABORTED]: { name: "ABORTED", word: "Aborted", isTerminal: true, weight: 60 },
  [NodeExecution_Phase.SKIPPED]: { name: "SKIPPED", word: "Skipped", isTerminal: true, weight: 5 },
  [NodeExecution_Phase.TIMED_OUT]: { name: "TIMED_OUT", word: "Timed out", isTerminal: true, weight: 85 },
  [NodeExecution_Phase.DYNAMIC_RUNNING]: {
    name: "DYNAMIC_RUNNING",
    word: "Dynamic running",
    isTerminal: false,
    weight: 51,
  },
  [NodeExecution_Phase.RECOVERED]: { name: "RECOVERED", word: "Recovered", isTerminal: true, weight: 9 },
} as const satisfies Record<NodeExecution_Phase, PhaseRow>;

const taskRows = {
  [TaskExecution_Phase.UNDEFINED]: { name: "UNDEFINED", word: "Undefined", isTerminal: false, weight: 0 },
  [TaskExecution_Phase.QUEUED]: { name: "QUEUED", word: "Queued", isTerminal: false, weight: 40 },
  [TaskExecution_Phase.RUNNING]: { name: "RUNNING", word: "Running", isTerminal: false, weight: 50 },
  [TaskExecution_Phase.SUCCEEDED]: { name: "SUCCEEDED", word: "Succeeded", isTerminal: true, weight: 10 },
  [TaskExecution_Phase.ABORTED]: { name: "ABORTED", word: "Aborted", isTerminal: true, weight: 60 },
  [TaskExecution_Phase.FAILED]: { name: "FAILED", word: "Failed", isTerminal: true, weight: 90 },
  [TaskExecution_Phase.INITIALIZING]: { name: "INITIALIZING", word: "Initializing", isTerminal: false, weight: 45 },
  [TaskExecution_Phase.WAITING_FOR_RESOURCES]: {
    name: "WAITING_FOR_RESOURCES",
    word: "Waiting for resources",
    isTerminal: false,
    weight: 42,
  },
  // The attempt is over; what may follow is another attempt.
  [TaskExecution_Phase.RETRYABLE_FAILED]: {
    name: "RETRYABLE_FAILED",
    word: "Failed, retryable",
    isTerminal: true,
    weight: 70,
  },
} as const satisfies Record<TaskExecution_Phase, PhaseRow>;

/** Of an execution. */
export const workflowPhases = phases<WorkflowExecution_Phase>(workflowRows, [
  WorkflowExecution_Phase.UNDEFINED,
  WorkflowExecution_Phase.QUEUED,
  WorkflowExecution_Phase.RUNNING,
  WorkflowExecution_Phase.SUCCEEDING,
  WorkflowExecution_Phase.SUCCEEDED,
  WorkflowExecution_Phase.FAILING,
  WorkflowExecution_Phase.FAILED,
  WorkflowExecution_Phase.ABORTED,
  WorkflowExecution_Phase.TIMED_OUT,
  WorkflowExecution_Phase.ABORTING,
]);

/** Of a node execution. */
export const nodePhases = phases<NodeExecution_Phase>(nodeRows, [
  NodeExecution_Phase.UNDEFINED,
  NodeExecution_Phase.QUEUED,
  NodeExecution_Phase.RUNNING,
  NodeExecution_Phase.SUCCEEDED,
  NodeExecution_Phase.FAILING,
  NodeExecution_Phase.FAILED,
  NodeExecution_Phase.ABORTED,
  NodeExecution_Phase.SKIPPED,
  NodeExecution_Phase.TIMED_OUT,
  NodeExecution_Phase.DYNAMIC_RUNNING,
  NodeExecution_Phase.RECOVERED,
]);

/** Of a task execution: one attempt. */
export const taskPhases = phases<TaskExecution_Phase>(taskRows, [
  TaskExecution_Phase.UNDEFINED,
  TaskExecution_Phase.QUEUED,
  TaskExecution_Phase.RUNNING,
  TaskExecution_Phase.SUCCEEDED,
  TaskExecution_Phase.ABORTED,
  TaskExecution_Phase.FAILED,
  TaskExecution_Phase.INITIALIZING,
  TaskExecution_Phase.WAITING_FOR_RESOURCES,
  TaskExecution_Phase.RETRYABLE_FAILED,
]);

/** `all` begins with UNDEFINED. */
function phases<Phase extends number>(rows: Record<Phase, PhaseRow>, all: readonly [Phase, ...Phase[]]): Phases<Phase> {
  const [none] = all;
  const known = new Map<number, PhaseRow>(all.map((phase) => [phase, rows[phase]]));
  const rowOf = (phase: number) => known.get(phase) ?? rows[none];
  const byName = new Map(all.map((phase) => [rows[phase].name, phase]));
  return {
    all,
    terminal: new Set(all.filter((phase) => rows[phase].isTerminal)),
    format: (phase) => rowOf(phase).name,
    parse: (name) => byName.get(name),
    describe: (phase) => rowOf(phase).word,
    isTerminal: (phase) => rowOf(phase).isTerminal,
    merge(several) {
      let heaviest = none;
      for (const phase of several) if (rowOf(phase).weight > rowOf(heaviest).weight) heaviest = phase;
      return heaviest;
    },
  };
}

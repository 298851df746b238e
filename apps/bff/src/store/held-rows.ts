/**
 * The rows of nodes and attempts of one execution, held while a transaction moves them.
 *
 * Each is read once, moved in memory by as many records as there are, and written once, as it is in the end: a leaf
 * that was queued, ran and succeeded within one turn costs two inserts. What moves them is apply-records.ts.
 */
import type { Change, Database } from "./database.ts";
import { countNodes, findNodeExecution } from "./node-executions.ts";
import { HeldSubNodes } from "./sub-nodes.ts";
import type { NodeExecutionRow, TaskExecutionRow } from "./tables.ts";
import { findTaskExecution } from "./task-executions.ts";

class HeldRow<Row extends { readonly id: number }> {
  /** Undefined until it is written for the first time. */
  id: number | undefined;
  /** As it is by now: of a row that is not written yet, the columns it was given. Undefined while there is none. */
  row: Partial<Row> | undefined;
  /** What is still to be written. */
  moves: Partial<Row> | undefined;

  constructor(stored: Row | undefined) {
    this.id = stored?.id;
    this.row = stored;
  }

  /** Sets columns; of a row that is not there yet, all that it must have. */
  move(columns: Partial<Row>): void {
    this.row = { ...this.row, ...columns };
    this.moves = { ...this.moves, ...columns };
  }
}

export class HeldNode extends HeldRow<NodeExecutionRow> {
  parent: HeldNode | undefined;
  readonly attempts = new Map<number, HeldAttempt>();
  /** Of an array node, by its attempt. */
  readonly subNodes = new Map<number, HeldSubNodes>();
  /** The phase it is counted in (store/node-executions.ts). */
  counted: NodeExecutionRow["phase"] | undefined;

  constructor(stored: NodeExecutionRow | undefined) {
    super(stored);
    this.counted = stored?.phase;
  }
}

export type HeldAttempt = HeldRow<TaskExecutionRow>;

export class HeldRows {
  readonly #db: Database;
  readonly #change: Change;
  readonly #executionId: number;
  readonly #nodes = new Map<string, HeldNode>();

  constructor(db: Database, change: Change, executionId: number) {
    this.#db = db;
    this.#change = change;
    this.#executionId = executionId;
  }

  node(nodeId: string): HeldNode {
    const held = this.#nodes.get(nodeId) ?? new HeldNode(findNodeExecution(this.#db, this.#executionId, nodeId));
    this.#nodes.set(nodeId, held);
    return held;
  }

  attempt(node: HeldNode, number: number): HeldAttempt {
    const stored = () => (node.id === undefined ? undefined : findTaskExecution(this.#db, node.id, number));
    const held = node.attempts.get(number) ?? new HeldRow(stored());
    node.attempts.set(number, held);
    return held;
  }

  subNodes(node: HeldNode, arrayAttempt: number): HeldSubNodes {
    const held = node.subNodes.get(arrayAttempt) ?? new HeldSubNodes();
    node.subNodes.set(arrayAttempt, held);
    return held;
  }

  /** Writes what was moved. */
  write(): void {
    for (const node of this.#nodes.values()) {
      this.#writeNode(node);
      for (const attempt of node.attempts.values()) this.#writeAttempt(node, attempt);
      if (node.id === undefined) continue;
      for (const [arrayAttempt, held] of node.subNodes) held.write(this.#db, node.id, arrayAttempt);
    }
    countNodes(this.#db, this.#executionId, this.#moved());
  }

  /** By how much the counts of phases have changed. */
  #moved(): ReadonlyMap<NodeExecutionRow["phase"], number> {
    const moved = new Map<NodeExecutionRow["phase"], number>();
    const add = (phase: NodeExecutionRow["phase"], by: number) => moved.set(phase, (moved.get(phase) ?? 0) + by);
    for (const node of this.#nodes.values()) {
      const { phase, spec_node_id: id } = node.row ?? {};
      // Every workflow has a start and an end node; nothing happens in them.
      if (phase === undefined || phase === node.counted || id === "start-node" || id === "end-node") continue;
      if (node.counted !== undefined) add(node.counted, -1);
      add(phase, 1);
      node.counted = phase;
    }
    return moved;
  }

  #writeNode(node: HeldNode): void {
    if (!node.moves) return;
    const columns = { ...node.moves, seq: this.#change.sequence };
    if (node.id !== undefined) {
      this.#db.updateRow("node_executions", node.id, columns);
    } else {
      // A parent that is as new as the node has its id first.
      if (node.parent) this.#writeNode(node.parent);
      const parent_id = node.parent?.id ?? null;
      node.id = this.#db.insertRow("node_executions", { ...columns, execution_id: this.#executionId, parent_id });
    }
    node.moves = undefined;
  }

  #writeAttempt(node: HeldNode, attempt: HeldAttempt): void {
    if (!attempt.moves || node.id === undefined) return;
    if (attempt.id !== undefined) {
      this.#db.updateRow("task_executions", attempt.id, attempt.moves);
    } else {
      const owner = { execution_id: this.#executionId, node_execution_id: node.id };
      attempt.id = this.#db.insertRow("task_executions", { ...attempt.moves, ...owner });
    }
    attempt.moves = undefined;
  }
}

/** What a run came to, held against what the oracle says it must. */
import { broken } from "./laws.ts";
import type { Outcome } from "./oracle.ts";
import { plain, type Said, textOf } from "./said.ts";

/** What was seen of a run that is over. */
export interface Seen {
  readonly phase: string;
  readonly errorNode: string | undefined;
  readonly outputs: Said | undefined;
  /** By node key; what a node says only where it names outputs. */
  readonly nodes: ReadonlyMap<string, { readonly phase: string; readonly says?: Said | undefined }>;
  /** `node#attempt` */
  readonly attempts: ReadonlySet<string>;
}

/** "cut short": something ended the run early, and each node came as far as it came. */
export type Course = "free" | "cut short";

/** @throws LawBroken */
export function compare(seen: Seen, expected: Outcome, course: Course): void {
  checkNodes(seen, expected, course);
  checkAttempts(seen, expected, course);
  checkExecution(seen, expected, course);
}

/** Invariants 10, 13, 14, 20: nodes come to what the oracle says, as far as they get. */
function checkNodes({ nodes }: Seen, { phases, says }: Outcome, course: Course): void {
  for (const [node, { phase, says: said }] of nodes) {
    const due = phases.get(node);
    const isCut = course === "cut short" && phase === "ABORTED";
    if (phase !== due && !isCut) broken(14, `${node} is ${phase}; the oracle says ${due}.`);
    if ((phase === "SUCCEEDED" || phase === "RECOVERED") && said !== undefined) same(node, said, says.get(node));
  }
  if (course === "cut short") return;
  for (const node of phases.keys()) if (!nodes.has(node)) broken(14, `${node} never came to anything.`);
}

/** Invariants 12, 13: as many attempts as the budgets allow, and none after a success. */
function checkAttempts({ attempts }: Seen, expected: Outcome, course: Course): void {
  for (const id of attempts) {
    const [node = "", attempt] = id.split("#");
    if (Number(attempt) > (expected.attempts.get(node) ?? -1)) broken(12, `${id} is one attempt too many.`);
  }
  if (course === "cut short") return;
  for (const [node, attempt] of expected.attempts) {
    if (!attempts.has(`${node}#${attempt}`)) broken(12, `${node}#${attempt} was not made.`);
  }
}

/** Invariants 10, 16: so does the execution. */
function checkExecution({ phase, errorNode, outputs }: Seen, expected: Outcome, course: Course): void {
  if (phase === "ABORTED") return;
  const due = expected.failedNode === undefined ? "SUCCEEDED" : "FAILED";
  if (phase !== due) broken(16, `The run ${phase}; the oracle says ${due}.`);
  if (course === "free" && errorNode !== expected.failedNode) {
    broken(16, `The run failed by ${errorNode}; the oracle says by ${expected.failedNode}.`);
  }
  if (phase === "SUCCEEDED") same("The run", outputs, expected.outputs);
}

/** Invariant 20: values are the values. */
export function same(who: string, said: Said = {}, due: Said = {}): void {
  const [text, dueText] = [textOf(plain(said)), textOf(plain(due))];
  if (text !== dueText) broken(20, `${who} says ${text}; the oracle says ${dueText}.`);
}

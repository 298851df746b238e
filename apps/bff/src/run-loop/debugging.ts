/** What somebody does at the breakpoints of a run: every act becomes an event, if the run can take it now. */
import { type Breakpoint, breakpointId } from "@skein/engine/breakpoint";
import type { RunEvent } from "@skein/engine/event";
import { isEditable, isHeld } from "@skein/engine/let-go";
import { inputsUri } from "@skein/engine/paths";
import { why } from "@skein/engine/status";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { Problem } from "@skein/spec/problem";
import type { Clock } from "./clock.ts";
import type { LiveRun } from "./live-run.ts";
import type { Values } from "./values.ts";

export interface Debugging {
  /** @throws ExecutionEnded */
  set(executionId: number, breakpoint: Breakpoint): void;
  /** One that is not there is left alone. @throws ExecutionEnded */
  clear(executionId: number, breakpoint: Pick<Breakpoint, "where" | "when">): void;
  /** Lets a held node go; "stepped" holds those that begin next because of it. @throws ExecutionEnded, NotHeld */
  letGo(executionId: number, node: string, how: "continued" | "stepped"): void;
  /** What a node held before it began would start with. @throws ExecutionEnded, NotHeld */
  inputsOf(executionId: number, node: string): Promise<LiteralMap>;
  /** Gives it others, which were checked. @throws ExecutionEnded, NotHeld */
  editInputs(executionId: number, node: string, inputs: LiteralMap): Promise<void>;
}

interface DebuggingParts {
  readonly values: Values;
  readonly clock: Clock;
  readonly find: (executionId: number) => LiveRun | undefined;
  readonly put: (run: LiveRun, event: RunEvent) => void;
}

class ExecutionEnded extends Problem {
  readonly kind = "precondition";
}

class NotHeld extends Problem {
  readonly kind = "precondition";
}

export function openDebugging({ values, clock, find, put }: DebuggingParts): Debugging {
  let edits = 0;

  function liveRun(executionId: number): LiveRun {
    const run = find(executionId);
    if (!run) throw new ExecutionEnded("The execution has ended: nothing of it can be held or let go any more");
    return run;
  }

  function editable(executionId: number, node: string) {
    const live = liveRun(executionId);
    const found = live.run.live.get(node);
    if (!found || !isEditable(live.run, node))
      throw new NotHeld(`The inputs of ${node} cannot be edited: ${standingOf(live, node, "before")}`);
    return { live, uri: inputsUri(found.scope, found.index) };
  }

  return {
    set(executionId, breakpoint) {
      put(liveRun(executionId), { kind: "breakpointSet", breakpoint, at: clock.now() });
    },
    clear(executionId, breakpoint) {
      put(liveRun(executionId), { kind: "breakpointCleared", id: breakpointId(breakpoint), at: clock.now() });
    },
    letGo(executionId, node, how) {
      const live = liveRun(executionId);
      const found = live.run.live.get(node);
      if (!found || !isHeld(found)) throw new NotHeld(`${node} cannot be let go: ${standingOf(live, node)}`);
      put(live, { kind: how, node, at: clock.now() });
    },
    async inputsOf(executionId, node) {
      const { uri } = editable(executionId, node);
      const map = await values.read(uri);
      if (!map) throw new NotHeld(`The inputs of ${node} are not stored`);
      return map;
    },
    async editInputs(executionId, node, inputs) {
      const { uri } = editable(executionId, node);
      // In a file of its own first: the run takes it in with the event, or never.
      edits += 1;
      const from = `${uri.slice(0, -".pb".length)}-edited-${clock.now()}-${edits}.pb`;
      await values.write(from, inputs);
      const { live } = editable(executionId, node);
      put(live, { kind: "inputsEdited", node, from, at: clock.now() });
    },
  };
}

/** Why a node is not held, in words. */
function standingOf({ run }: LiveRun, node: string, side?: "before"): string {
  const held = run.live.get(node);
  if (held?.stage === "editing") return "its inputs are just being replaced";
  if (side && held?.held?.when === "after" && held.stage === "held") return "it is held after it has run";
  return `it is not held at a breakpoint. ${why(run, node)?.text ?? "It runs, or has ended."}`;
}

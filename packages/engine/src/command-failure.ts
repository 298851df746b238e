/**
 * Commands that could not be carried out for a reason of our own (execution.md §1.1).
 *
 * Each is issued again after a growing pause. When one fails more than ten times while nothing else moves, the
 * execution fails; a stop is issued again for ever, since nothing can be said before the task is gone.
 */
import type { Command } from "./command.ts";
import { commandKey } from "./command-key.ts";
import { outstanding } from "./outstanding.ts";
import type { Millis } from "./run.ts";
import { failScope, rootFailedReason, stopScope } from "./stop.ts";
import type { Turn } from "./turn.ts";

const maxFailures = 10;
const firstPauseMs = 250;
const longestPauseMs = 60_000;

export function commandFailed(turn: Turn, key: string, message: string): void {
  const { run } = turn;
  const command = outstanding(run).find((each) => commandKey(each) === key);
  if (command === undefined) return;
  const failures = (run.commandFailures.get(key) ?? 0) + 1;
  run.commandFailures.set(key, failures);
  if (failures > maxFailures && !run.givenUp && !isStop(command)) {
    run.givenUp = true;
    const code = "Workflow abort failed";
    const count = `${failures}/${maxFailures}`;
    const text = `max number of system retry attempts [${count}] exhausted. Last known status message: ${message}`;
    const failure = { error: { kind: "SYSTEM", code, message: text }, node: undefined } as const;
    // A failure there was before stays; what could not be done was for its failure node.
    if (run.root.stopping) stopScope(turn, run.root, rootFailedReason);
    else failScope(turn, run.root, failure);
    return;
  }
  const timer = `reissue|${key}`;
  const at = turn.at + pauseMs(failures);
  run.timers.set(timer, { kind: "reissue", command: key, at });
  turn.commands.push({ kind: "setTimer", timer, at });
}

/** The pause is over: the command goes out again, if it is still wanted. */
export function reissue(turn: Turn, key: string): void {
  const command = outstanding(turn.run).find((each) => commandKey(each) === key);
  if (command !== undefined) turn.commands.push(command);
}

/** Nothing can be said of what was not seen to end. */
function isStop({ kind }: Command): boolean {
  return kind === "stopTask" || kind === "terminateChild";
}

function pauseMs(failures: number): Millis {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
}

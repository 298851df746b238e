import type { Command } from "./command.ts";
import { awaitedCommand, subNodeCommand } from "./issue.ts";
import type { Run } from "./run.ts";

/**
 * Every command that has not been answered, derived from the state: what must be issued again after a crash.
 *
 * removeTask and clearTimer are not among them: they have no answer, and after a crash nothing is left of what they
 * ask for once strays are removed and timers set anew.
 */
export function outstanding(run: Run): Command[] {
  const commands: Command[] = [];
  for (const node of run.live.values()) {
    const command = awaitedCommand(run, node);
    if (command !== undefined) commands.push(command);
  }
  for (const each of run.subNodes.values()) {
    const command = subNodeCommand(run, each);
    if (command !== undefined) commands.push(command);
  }
  for (const [timer, { at }] of run.timers) commands.push({ kind: "setTimer", timer, at });
  return commands;
}

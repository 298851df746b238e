import type { Command } from "./command.ts";

/**
 * The identity of a command inside its execution: two with the same key ask for the same thing, and carrying out one
 * of them is enough. `commandFailed` names a command by it.
 */
export function commandKey(command: Command): string {
  switch (command.kind) {
    case "lookUpRecovery":
    case "resolveInputs":
    case "copyOutputs":
    case "checkCache":
    case "releaseCache":
    case "collectOutputs":
      return `${command.kind}|${command.node}`;
    case "startTask":
    case "stopTask":
    case "removeTask":
    case "awaitSignal":
    case "launchChild":
    case "compileFutures":
    case "terminateChild":
    case "writeCache":
      return `${command.kind}|${command.node}|${command.attempt}`;
    case "testBreakpoint":
      return `${command.kind}|${command.node}|${command.when}`;
    case "editInputs":
      return `${command.kind}|${command.node}|${command.from}`;
    case "setTimer":
    case "clearTimer":
      return `${command.kind}|${command.timer}`;
  }
}

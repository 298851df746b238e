/** How the simulated world answers each command: the fake container engine, values, signals and child executions. */
import { assertNever } from "@skein/spec/never";
import { isAskingCache } from "../caching.ts";
import type { Command, SubNodePlace } from "../command.ts";
import { commandKey } from "../command-key.ts";
import type { Verdict } from "../event.ts";
import { withError } from "../failure-node.ts";
import { find } from "../find.ts";
import { isRunError, resolveBindings } from "../inputs.ts";
import { subNodeOutputsUri } from "../paths.ts";
import { gatherOutputs, subNodeInputs } from "../sub-node-data.ts";
import { cacheEntry, compiled, type EventInput, systemError, userError } from "./drive.ts";
import { type End, isRefused } from "./fate.ts";
import { broken } from "./laws.ts";
import { luck } from "./random.ts";
import { mapOf, readOf, type Said, saidOf, workSays } from "./said.ts";
import { atEngine, type Container, later, send, takesMs, type World } from "./world.ts";

type Of<K extends Command["kind"]> = Extract<Command, { kind: K }>;

/** Takes a command whose step is committed: what it does, it does later. */
export function accept(world: World, command: Command): void {
  const moment = takesMs(world, commandKey(command));
  switch (command.kind) {
    case "lookUpRecovery":
      later(world, moment, () => lookUpRecovery(world, command));
      return;
    case "resolveInputs":
      later(world, moment, () => resolveInputs(world, command));
      return;
    case "compileFutures":
      later(world, moment, () => compileFutures(world, command));
      return;
    case "copyOutputs":
      later(world, moment, () => copyOutputs(world, command));
      return;
    case "collectOutputs":
      later(world, moment, () => collectOutputs(world, command));
      return;
    case "awaitSignal":
      later(world, moment, () => signal(world, command));
      return;
    case "testBreakpoint":
      later(world, moment, () => testBreakpoint(world, command));
      return;
    case "editInputs":
      later(world, moment, () => editInputs(world, command));
      return;
    case "launchChild":
      later(world, moment, () => launchChild(world, command));
      return;
    case "terminateChild":
      later(world, moment, () => terminateChild(world, command));
      return;
    case "startTask":
      checkStart(world, command);
      atEngine(world, moment, () => startTask(world, command));
      return;
    case "stopTask":
      atEngine(world, moment, () => stopTask(world, command));
      return;
    case "removeTask":
      removeTask(world, command, moment);
      return;
    case "checkCache":
      later(world, moment, () => checkCache(world, command));
      return;
    case "writeCache":
      later(world, moment, () => writeCache(world, command));
      return;
    case "releaseCache":
      world.reserved.delete(command.node);
      return;
    case "setTimer":
      world.timers.set(command.timer, command.at);
      return;
    case "clearTimer":
      world.timers.delete(command.timer);
      return;
    default:
      assertNever(command, "command");
  }
}

/** Writes a value, or says that the command failed, as it does while the disk is full. */
function whenWritable(world: World, command: Command, write: () => EventInput): void {
  if (world.time < world.valuesBackAt) {
    send(world, { kind: "commandFailed", command: commandKey(command), message: "no space left on device" });
  } else {
    send(world, write());
  }
}

/** Invariants 20, 21: what is once written is not written anew with something else; nor what another run has written. */
function write(world: World, uri: string, map: ReturnType<typeof mapOf>): void {
  const source = world.options.source?.root;
  if (source !== undefined && uri.startsWith(`${source}/`)) broken(21, `${uri} is of the source.`);
  const before = world.values.get(uri);
  if (before !== undefined && JSON.stringify(saidOf(before)) !== JSON.stringify(saidOf(map))) {
    broken(20, `${uri} changed.`);
  }
  world.values.set(uri, map);
}

function lookUpRecovery(world: World, { node, inputs, outputs, ...command }: Of<"lookUpRecovery">): void {
  whenWritable(world, { node, inputs, outputs, ...command }, () => {
    const record = world.options.source?.has(node);
    if (record === undefined) {
      const futures = world.options.source?.asked(node);
      const reason = "The source does not have it.";
      return {
        kind: "recoveryFound",
        node,
        found: { kind: "anew", reason, ...(futures !== undefined && { futures }) },
      };
    }
    const copy = (from: string | undefined, to: string) => {
      const map = world.values.get(from ?? "");
      if (map !== undefined) write(world, to, map);
      return map !== undefined;
    };
    copy(record.inputs, inputs);
    const found = { kind: "reused", from: command.source, outputs: copy(record.outputs, outputs) } as const;
    return { kind: "recoveryFound", node, found };
  });
}

function resolveInputs(world: World, command: Of<"resolveInputs">): void {
  whenWritable(world, command, () => {
    const { node, bindings, sources, aliases } = command;
    const outputs = new Map(
      [...sources].map(([id, uri]) => {
        const said = saidOf(world.values.get(uri));
        // Every edge of a drawing is drawn by data, also from nodes without an output `o`.
        return [id, mapOf({ ...said, o: readOf(said) })] as const;
      }),
    );
    const bound = resolveBindings(bindings, outputs, aliases);
    if (isRunError(bound)) return { kind: "inputsFailed", node, error: bound };
    const inputs = command.error === undefined ? bound : withError(bound, command.error);
    write(world, command.to, inputs);
    if (command.alsoTo !== undefined) write(world, command.alsoTo, inputs);
    return { kind: "inputsResolved", node, ...(command.find && { finding: find(command.find, inputs) }) };
  });
}

function copyOutputs(world: World, command: Of<"copyOutputs">): void {
  whenWritable(world, command, () => {
    const map = world.values.get(command.from);
    if (map !== undefined) {
      const said = saidOf(map);
      const renamed = [...(command.variables ?? [])].flatMap(([from, to]) =>
        from in said ? [[to, said[from] ?? 0]] : [],
      );
      write(world, command.to, command.variables ? mapOf(Object.fromEntries(renamed)) : map);
    }
    return { kind: "outputsCopied", node: command.node, written: map !== undefined };
  });
}

function compileFutures(world: World, command: Of<"compileFutures">): void {
  const { node, attempt } = command;
  whenWritable(world, command, () =>
    isRefused(world.options.fate, node, attempt)
      ? { kind: "futuresRefused", node, attempt, error: userError }
      : compiled(command),
  );
}

/** Now and then another execution makes the result first; it never comes to anything. */
function checkCache(world: World, command: Of<"checkCache">, hasWaited = false): void {
  const { node, isReserving, inputs, to, subNode } = command;
  // Who reserves looks before whether that is still wanted.
  if (!isAskingCache(world.run, node)) return;
  const wait = takesMs(world, `held ${node}`);
  if (isReserving && !hasWaited && wait % 3 === 0) {
    send(world, { kind: "cacheChecked", node, outcome: { kind: "held", owner: "another" } });
    later(world, wait, () => checkCache(world, command, true));
    return;
  }
  whenWritable(world, command, () => {
    if (world.options.isKept(node)) {
      write(world, to, mapOf(workSays(node, readBy(world, inputs, subNode))));
      return { kind: "cacheChecked", node, outcome: { kind: "hit", entry: cacheEntry } };
    }
    if (isReserving) world.reserved.add(node);
    return { kind: "cacheChecked", node, outcome: { kind: "miss" } };
  });
}

/** Of what cannot be kept the command does not fail. */
function writeCache(world: World, { node, attempt, outputs }: Of<"writeCache">): void {
  if (!world.values.has(outputs)) broken(29, `${node} has no outputs to keep.`);
  world.reserved.delete(node);
  const isFull = world.time < world.valuesBackAt;
  const kept = isFull ? ({ status: "CACHE_PUT_FAILURE" } as const) : ({ status: "CACHE_POPULATED" } as const);
  send(world, { kind: "cacheWritten", node, attempt, ...kept, ...(!isFull && { entry: cacheEntry }) });
}

/** Invariant 22: a list as long as the array, with none where a sub-node did not succeed. */
function collectOutputs(world: World, { node, to, attempts, from, ...rest }: Of<"collectOutputs">): void {
  whenWritable(world, { node, to, attempts, from, ...rest }, () => {
    if (from.kind === "files") {
      const maps = Array.from(attempts, (attempt, index) =>
        attempt < 0 ? undefined : world.values.get(subNodeOutputsUri(from.directory, index, attempt)),
      );
      write(world, to, gatherOutputs(from.variables ?? ["o"], attempts, maps));
    }
    return { kind: "outputsCopied", node, written: true };
  });
}

/** Somebody sets a signal, or approves, some time after it is asked for. */
function signal(world: World, command: Of<"awaitSignal">): void {
  const { node, attempt, variable, inputs, to } = command;
  later(world, takesMs(world, `signal ${node}`), () => {
    whenWritable(world, command, () => {
      if (world.options.fate(node, attempt) === "permanent") {
        return { kind: "signalReceived", node, attempt, error: userError };
      }
      write(world, to, mapOf(variable === undefined ? saidOf(world.values.get(inputs)) : workSays(node, {})));
      return { kind: "signalReceived", node, attempt };
    });
  });
}

function testBreakpoint(world: World, { node, when }: Of<"testBreakpoint">): void {
  const draw = luck(world.options.seed, `breakpoint ${when} ${node}`, 10);
  const problem = draw === 0 ? { problem: "no such input" } : {};
  send(world, { kind: "breakpointTested", node, when, hit: draw % 2 === 1, ...problem });
}

function editInputs(world: World, command: Of<"editInputs">): void {
  whenWritable(world, command, () => {
    const { node, from, to, alsoTo } = command;
    const edited = world.values.get(from) ?? mapOf({});
    write(world, to, edited);
    if (alsoTo !== undefined) write(world, alsoTo, edited);
    return { kind: "inputsReplaced", node, from, ...(command.find && { finding: find(command.find, edited) }) };
  });
}

/** Invariant 27: one execution per attempt; a second launch adopts it. */
function launchChild(world: World, command: Of<"launchChild">): void {
  const { node, attempt, inputs, to, subNode } = command;
  const id = `${node}#${attempt}`;
  if (!world.children.has(id)) {
    world.children.set(id, "running");
    const isGood = world.options.fate(node, attempt) === "succeed";
    const end = () => {
      if (world.children.get(id) !== "running") return;
      world.children.set(id, isGood ? "succeeded" : "failed");
      if (isGood) write(world, to, mapOf(workSays(node, readBy(world, inputs, subNode))));
    };
    later(world, takesMs(world, `child ${id}`), end, false);
  }
  tellOfChild(world, node, attempt);
}

/** Says where the execution stands, and goes on to look until it has ended. */
function tellOfChild(world: World, node: string, attempt: number): void {
  const id = `${node}#${attempt}`;
  const state = world.children.get(id) ?? "failed";
  if (state === "running") {
    send(world, { kind: "childLaunched", node, attempt });
    later(world, 1 + takesMs(world, `child ${id}`), () => tellOfChild(world, node, attempt));
    return;
  }
  if (!world.ends.has(id)) world.ends.set(id, state === "succeeded" ? "succeed" : "user");
  const outcome =
    state === "succeeded" ? ({ kind: "succeeded" } as const) : ({ kind: "failed", error: userError } as const);
  send(world, { kind: "childEnded", node, attempt, outcome });
}

function terminateChild(world: World, { node, attempt }: Of<"terminateChild">): void {
  const id = `${node}#${attempt}`;
  if (world.children.get(id) !== "succeeded") world.children.set(id, "failed");
  send(world, { kind: "childEnded", node, attempt, outcome: { kind: "failed", error: userError } });
}

/** Invariant 7: attempts come one after the other, each when the one before is gone. */
function checkStart({ containers }: World, { node, attempt }: Of<"startTask">): void {
  for (let before = 0; before < attempt; before += 1) {
    if (containers.get(`${node}#${before}`)?.state === "running") {
      broken(7, `${node}#${attempt} started while ${node}#${before} runs.`);
    }
  }
  if (containers.get(`${node}#${attempt}`)?.state === "removed") broken(7, `${node}#${attempt} started once more.`);
}

function startTask(world: World, command: Of<"startTask">): void {
  const { node, attempt, paths, subNode } = command;
  const id = `${node}#${attempt}`;
  const known = world.containers.get(id);
  if (known !== undefined) {
    // Adopted: by us after a crash, or because the start was asked for twice.
    if (known.state === "ended") tellOfEnd(world, known);
    else if (known.state === "running")
      hear(world, { kind: "taskReported", node, attempt, phase: "RUNNING", reason: "adopted" });
    return;
  }
  const container: Container = { state: "running", node, attempt, asks: asksFor(command), end: undefined };
  world.containers.set(id, container);
  hear(world, { kind: "taskReported", node, attempt, phase: "QUEUED", reason: "submitted" });
  const ms = takesMs(world, `work ${id}`);
  if (ms % 3 > 0) hear(world, { kind: "taskReported", node, attempt, phase: "RUNNING", reason: "started" }, ms / 2);
  const end = () => {
    if (container.state !== "running") return;
    const fate = world.options.fate(node, attempt);
    if (fate === "succeed" && container.asks === undefined) {
      const inputs = readBy(world, `${paths.inputPrefix}/inputs.pb`, subNode);
      write(world, `${paths.outputPrefix}/outputs.pb`, mapOf(workSays(node, inputs)));
    }
    endContainer(world, container, fate);
  };
  later(world, ms, end, false);
}

/** What an attempt reads: of an array's inputs, a sub-node sees its element. */
function readBy(world: World, uri: string, subNode: SubNodePlace | undefined): Said {
  const inputs = world.values.get(uri);
  if (inputs === undefined || subNode === undefined) return saidOf(inputs);
  return saidOf(subNodeInputs(inputs, subNode.index, subNode.bound));
}

/** A container ends, or is found to have ended. */
export function endContainer(world: World, container: Container, end: End): void {
  container.state = "ended";
  container.end = end;
  tellOfEnd(world, container);
}

/** What the task asks for, if it does: tasks that do are called by it. */
function asksFor({ task }: Of<"startTask">): string | undefined {
  const [, , name = ""] = task.split(":");
  return name.startsWith("asks-") ? name : undefined;
}

function tellOfEnd(world: World, { node, attempt, asks, end = "system" }: Container): void {
  world.ends.set(`${node}#${attempt}`, end);
  hear(world, { kind: "taskEnded", node, attempt, verdict: verdictOf(end, asks) });
}

/** A word of a container, which may be missed: then it is heard when all are listed again. */
function hear(world: World, event: EventInput, afterMs = 0): void {
  atEngine(world, afterMs + takesMs(world, JSON.stringify(event)), () => {
    if (!world.isDeaf) {
      send(world, event);
      return;
    }
    world.isDeaf = false;
    later(world, 5000, () => send(world, event));
  });
}

function verdictOf(end: End, asks: string | undefined): Verdict {
  if (end === "succeed" && asks !== undefined) return { kind: "dynamic", futures: asks };
  if (end === "succeed") return { kind: "succeeded", outputs: undefined };
  return { kind: "failed", error: end === "system" ? systemError : userError, retryable: end !== "permanent" };
}

function stopTask(world: World, { node, attempt }: Of<"stopTask">): void {
  const id = `${node}#${attempt}`;
  const container = world.containers.get(id);
  // What was not yet started will not be.
  if (container === undefined) world.containers.set(id, { state: "removed", node, attempt, end: undefined });
  else if (container.state !== "removed") container.state = "stopped";
  send(world, { kind: "taskStopped", node, attempt });
}

function removeTask(world: World, { node, attempt }: Of<"removeTask">, moment: number): void {
  const container = world.containers.get(`${node}#${attempt}`);
  if (container?.state === "running") broken(7, `${node}#${attempt} was removed while it ran.`);
  atEngine(world, moment, () => {
    if (container !== undefined) container.state = "removed";
  });
}

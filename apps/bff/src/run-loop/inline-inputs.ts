/**
 * Inputs that are resolved in the very turn that asks for them: of nodes without a container, from what is in memory.
 *
 * Nothing outside is touched for it. What the node reads is committed with the event that says so (store/kept-objects),
 * so that a chain of such nodes takes as many turns as its work needs, not one trip to the disk for each.
 */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Command } from "@skein/engine/command";
import type { RunEvent } from "@skein/engine/event";
import { find } from "@skein/engine/find";
import { isRunError } from "@skein/engine/inputs";
import { executionInputsUri } from "@skein/engine/paths";
import type { Millis } from "@skein/engine/run";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { KeptObject } from "../store/kept-objects.ts";
import type { LiveRun } from "./live-run.ts";
import { type ResolveInputs, resolve } from "./resolve-inputs.ts";

export interface InlineInputs {
  /** Whether the command is one of these. */
  isInline(run: LiveRun, command: Command): command is ResolveInputs;
  answer(run: LiveRun, command: ResolveInputs, at: Millis): { event: RunEvent; object?: KeptObject };
}

export function openInlineInputs(): InlineInputs {
  const inputsOf = new WeakMap<LiveRun, LiteralMap>();

  /** The execution's inputs are the only outputs that are always in memory. */
  function executionInputs(run: LiveRun): LiteralMap {
    const known = inputsOf.get(run) ?? fromBinary(LiteralMapSchema, run.inputs);
    inputsOf.set(run, known);
    return known;
  }

  /** Whether all that the sources hold is in memory: a value that is stored apart is not. */
  function isAtHand(run: LiveRun, sources: ResolveInputs["sources"]): boolean {
    if (sources.size === 0) return true;
    const inputs = executionInputsUri(run.run.options);
    return (
      [...sources.values()].every((uri) => uri === inputs) &&
      Object.values(executionInputs(run).literals).every(({ value }) => value.case !== "offloadedMetadata")
    );
  }

  return {
    // Only a core-sleep asks so: no container reads its inputs from a file.
    isInline: (run, command): command is ResolveInputs =>
      command.kind === "resolveInputs" &&
      command.find?.kind === "sleep" &&
      command.alsoTo === undefined &&
      isAtHand(run, command.sources),
    answer(run, command, at) {
      const outputs = new Map([...command.sources.keys()].map((node) => [node, executionInputs(run)]));
      const { node, find: quest, to } = command;
      const inputs = resolve(command, outputs);
      if (isRunError(inputs)) return { event: { kind: "inputsFailed", node, at, error: inputs } };
      const finding = quest === undefined ? {} : { finding: find(quest, inputs) };
      const object = { uri: to, bytes: toBinary(LiteralMapSchema, inputs) };
      return { event: { kind: "inputsResolved", node, at, ...finding }, object };
    },
  };
}

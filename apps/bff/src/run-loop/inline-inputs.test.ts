import { create, toBinary } from "@bufbuild/protobuf";
import { closureOf } from "@skein/compiler/testing/closure";
import { makePlan } from "@skein/engine/make-plan";
import { outstanding } from "@skein/engine/outstanding";
import { executionInputsUri } from "@skein/engine/paths";
import { createRun } from "@skein/engine/run";
import { step } from "@skein/engine/step";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { expect, test } from "vitest";
import { openInlineInputs } from "./inline-inputs.ts";
import type { LiveRun } from "./live-run.ts";

const name = { project: "p", domain: "d", execution: "x" };
const run = createRun({
  ...name,
  plan: makePlan(closureOf({ nodes: [{ id: "a", sleepMs: 5 }] })),
  maxParallelism: 0,
  rawOutputPrefix: "s3://b/raw",
  metadataPrefix: "s3://b/meta",
});
step(run, { kind: "started", at: 1 });
const [command] = outstanding(run);

function started(input: Literal): LiveRun {
  const inputs = toBinary(LiteralMapSchema, create(LiteralMapSchema, { literals: { given: input } }));
  const given = {
    templates: new Map(),
    env: new Map(),
    platformResources: undefined,
    source: undefined,
    breakpoints: [],
    inputs,
  };
  return { id: 1, name, run, next: 0, workflow: "w", ...given };
}

const plain = create(LiteralSchema, { value: { case: "scalar", value: {} } });
const apart = create(LiteralSchema, { value: { case: "offloadedMetadata", value: { uri: "s3://b/apart" } } });
const own = executionInputsUri(run.options);

test.each<[string, Literal, readonly string[], boolean]>([
  ["constants", plain, [], true],
  ["constants, whatever the execution was given", apart, [], true],
  ["the execution's inputs", plain, [own], true],
  ["the execution's inputs, of which one is stored apart", apart, [own], false],
  ["what another node wrote", plain, [own, "s3://b/meta/p-d-x/n0/data/0/outputs.pb"], false],
])("a sleep that reads %s", (_, input, sources, expected) => {
  if (command?.kind !== "resolveInputs") throw new Error("The sleep asks for its inputs first");
  const asked = { ...command, sources: new Map(sources.map((uri, n) => [`n${n}`, uri])) };
  expect(openInlineInputs().isInline(started(input), asked)).toBe(expected);
});

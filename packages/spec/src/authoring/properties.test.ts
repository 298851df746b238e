/** Laws of reading: nothing makes it throw, every range lies in the text, and the same text gives the same answer. */
import { readdirSync, readFileSync } from "node:fs";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Range } from "../diagnostic.ts";
import { WorkflowSpecSchema } from "../gen/flyteidl/admin/workflow_pb.js";
import { readSpecs } from "../specs.ts";
import { nothingRegistered } from "./registered.ts";
import { readText, target } from "./testdata/read-text.ts";

const folder = new URL("../../../../examples/", import.meta.url);
const texts = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(new URL(name, folder), "utf8")),
  readFileSync(new URL("testdata/word-count.yaml", import.meta.url), "utf8"),
  readFileSync(new URL("testdata/word-count.golden.yaml", import.meta.url), "utf8"),
];

function expectInside(range: Range | undefined, text: string): void {
  if (!range) return;
  const lines = text.split("\n");
  for (const { line, col } of [range.start, range.end]) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(col).toBeGreaterThanOrEqual(1);
    expect(col).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
  }
  const isOrdered =
    range.start.line < range.end.line || (range.start.line === range.end.line && range.start.col <= range.end.col);
  expect(isOrdered).toBe(true);
}

/** Reads the text and checks what must hold of any answer. */
function checkLaws(text: string): void {
  const { entities, diagnostics, files } = readText(text);
  const given = files[0]?.text ?? text;
  for (const { range, related, hints, message } of diagnostics) {
    expect(message).not.toBe("");
    expectInside(range, given);
    for (const each of related) expectInside(each.range, given);
    for (const { edit } of hints) if (edit && "range" in edit) expectInside(edit.range, given);
  }
  for (const entity of entities) {
    expectInside(entity.range, given);
    expectInside(entity.rangeOf(["template", "nodes", 0, "inputs", 0, "binding", "promise", "var"]), given);
    if (entity.kind !== "workflow") continue;
    expect(fromBinary(WorkflowSpecSchema, toBinary(WorkflowSpecSchema, entity.spec))).toEqual(entity.spec);
  }
}

const pieces = fc.constantFrom(
  ..."tasks: |workflows: |launchPlans: |nodes: |image: |inputs: |outputs: |switch: |when: |then: |else: |with: |over: |map: |task: |sleep: |after: |${inputs.x}|${|}|{|[|]|,|:|- |? |\n|  |    |\t|'|\"|&a |*a|<<: |!!str |#|---\n|null|1e999|0x1F|9223372036854775808|~|é|\u0000|__proto__: |constructor: |toString|list[int]|enum[]|\r\n|%YAML 1.1\n".split(
    "|",
  ),
);

test("any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
      readSpecs([{ name: "x", content }], target, nothingRegistered);
    }),
    { numRuns: 300 },
  );
});

test("any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 100 }), checkLaws), { numRuns: 200 });
});

test("any run of pieces of the format", () => {
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 40 }).map((each) => each.join("")),
      checkLaws,
    ),
    { numRuns: 400 },
  );
});

test("good files with pieces cut out, doubled or put in", () => {
  const mutation = fc.record({
    text: fc.constantFrom(...texts),
    cuts: fc.array(fc.record({ at: fc.nat(), length: fc.nat({ max: 60 }), piece: pieces }), {
      minLength: 1,
      maxLength: 3,
    }),
  });
  fc.assert(
    fc.property(mutation, ({ text, cuts }) => {
      let mutated = text;
      for (const { at, length, piece } of cuts) {
        const start = at % (mutated.length + 1);
        mutated = mutated.slice(0, start) + piece + mutated.slice(start + length);
      }
      checkLaws(mutated);
    }),
    { numRuns: 250 },
  );
}, 60_000);

test("good files with a line left out", () => {
  for (const text of texts.slice(0, -1)) {
    const lines = text.split("\n");
    // Every third line is enough to meet each kind of line, and keeps the check short.
    for (let skipped = 0; skipped < lines.length; skipped += 3) checkLaws(lines.toSpliced(skipped, 1).join("\n"));
  }
}, 60_000);

test("the same text gives the same answer", () => {
  for (const text of texts) {
    const [first, second] = [readText(text), readText(text)];
    expect(second.entities.map(({ kind, id, spec }) => ({ kind, id, spec }))).toEqual(
      first.entities.map(({ kind, id, spec }) => ({ kind, id, spec })),
    );
  }
});

/** Texts of any kind: whatever YAML, references or conditions would make of them, they come back as they were. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { hasErrors } from "../../diagnostic.ts";
import { contentOf, expectLaw, liftText } from "../testdata/lifted.ts";
import { readText } from "../testdata/read-text.ts";
import { escapeText } from "./lift-literal.ts";

vi.setConfig({ testTimeout: 60_000 });

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ..."a| |\n|\t|${|$|}|: | #|- |'|\"|\\|yes|null|~|1e3|0x1F|1_000|1.10|true|é|\u0085|\u2028|\ufeff|\r|\u0000|[|{|,|*a|&a|!t|<<|---|...|%YAML|@|`|?|>|💥".split(
            "|",
          ),
          "|",
        ),
        { maxLength: 6 },
      )
      .map((pieces) => pieces.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom("a\nb\n", "  a\n b", "a\n\n\n", "\n\na", "a\n  \nb\n", "x".repeat(1100)) },
);

test("texts of any kind, wherever a text may stand", () => {
  const document = fc.record({ text: hostile, key: hostile, other: hostile, list: fc.array(hostile) }).map((given) => {
    const { text, key, other } = given;
    return JSON.stringify({
      version: other === "" ? "v" : other,
      tasks: {
        a: {
          description: text,
          image: text,
          script: text,
          env: { [key]: other },
          resources: { cpu: text },
          cache: text,
          secrets: [{ group: key, key: other, env: text }],
          inputs: {
            s: { type: "string", description: text },
            m: "map[string]",
            j: "struct",
            e: `enum[${JSON.stringify(`-${key}`)}]`,
          },
        },
        b: { image: other, command: given.list, args: given.list },
        c: { type: other, custom: { [key]: [escapeText(text), { [text]: null }] } },
      },
      workflows: {
        w: {
          description: other,
          inputs: { s: { type: "string", default: escapeText(text), description: key } },
          nodes: {
            n: {
              task: "a",
              name: text,
              env: { [text]: key },
              with: {
                s: escapeText(text),
                m: { [key]: escapeText(other), x: "${inputs.s}" },
                j: { [key]: escapeText(text) },
                e: escapeText(`-${key}`),
              },
            },
            o: { approve: text, name: key },
            p: {
              switch: [{ when: `\${inputs.s} == ${JSON.stringify(text)}`, then: { sleep: "1s" } }],
              else: { fail: text },
            },
          },
          outputs: { s: { type: "string", value: escapeText(text), description: other } },
        },
      },
      launchPlans: {
        l: {
          workflow: "w",
          inputs: { s: escapeText(other) },
          labels: { [key]: text },
          schedule: { cron: text },
          notify: [{ on: ["failed"], slack: [text, key] }],
        },
      },
    });
  });
  let read = 0;
  fc.assert(
    fc.property(document, (text) => {
      fc.pre(!hasErrors(readText(text).diagnostics));
      read++;
      expectLaw(text);
    }),
    { numRuns: 120, maxSkipsPerRun: 5 },
  );
  expect(read).toBeGreaterThan(50);
});

test("good files with pieces cut out, as far as they stay good", () => {
  const texts = ["word-count.yaml", "word-count.golden.yaml"].map((name) =>
    readFileSync(new URL(`../testdata/${name}`, import.meta.url), "utf8"),
  );
  const cut = fc.record({ index: fc.nat({ max: 1 }), at: fc.nat(), length: fc.nat({ max: 30 }), piece: hostile });
  let read = 0;
  fc.assert(
    fc.property(cut, ({ index, at, length, piece }) => {
      const text = texts[index] ?? "";
      const start = at % text.length;
      const changed = text.slice(0, start) + piece + text.slice(start + length);
      const { diagnostics, entities } = readText(changed);
      if (hasErrors(diagnostics) || entities.length === 0) return;
      read++;
      const lifted = liftText(changed);
      expect(lifted.again.diagnostics).toEqual([]);
      expect(contentOf(lifted.again.entities)).toMatchObject(contentOf(entities));
    }),
    { numRuns: 150 },
  );
  expect(read).toBeGreaterThan(10);
});

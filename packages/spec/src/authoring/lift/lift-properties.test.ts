/** The law of lifting over generated documents: whatever the concise form says, lifted, is concise and says the same. */
import fc from "fast-check";
import { test, vi } from "vitest";
import { hasErrors } from "../../diagnostic.ts";
import { expectLaw } from "../testdata/lifted.ts";
import { readText } from "../testdata/read-text.ts";
import { escapeText } from "./lift-literal.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A type, and values of it as a document would say them. */
const typed: fc.Arbitrary<{ type: string; value: unknown }> = fc.letrec<{ any: { type: string; value: unknown } }>(
  (tie) => ({
    any: fc.oneof(
      { maxDepth: 3, depthIdentifier: "type" },
      fc.record({ type: fc.constant("int"), value: fc.integer() }),
      fc.record({
        type: fc.constantFrom("float", "float?"),
        value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
      fc.record({ type: fc.constantFrom("string", "string?", "int | string", "bool | string"), value: fc.string() }),
      fc.record({ type: fc.constantFrom("bool", "none | bool"), value: fc.boolean() }),
      fc.record({
        type: fc.constantFrom("duration", "duration | string"),
        value: fc.constantFrom("1h0m1ns", "5m", "-1.5s", "24h", "100us", "0s", "PT1H"),
      }),
      fc.record({
        type: fc.constantFrom("datetime", "datetime?"),
        value: fc
          .date({ noInvalidDate: true, min: new Date("0001-01-02"), max: new Date("9999-12-30") })
          .map((date) => date.toISOString()),
      }),
      fc.record({
        type: fc.constantFrom("struct", "struct?"),
        value: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
      }),
      fc.record({ type: fc.constantFrom("file[csv]", "dir", "file | string"), value: fc.webUrl() }),
      tie("any").chain(({ type, value }) =>
        fc.integer({ min: 0, max: 2 }).map((length) => ({ type: `list[${type}]`, value: Array(length).fill(value) })),
      ),
      tie("any").chain(({ type, value }) =>
        fc.uniqueArray(fc.string(), { maxLength: 2 }).map((keys) => ({
          type: `map[${type}]`,
          value: Object.fromEntries(keys.map((key) => [key, value])),
        })),
      ),
    ),
  }),
).any;

const escaped = (value: unknown): unknown =>
  typeof value === "string"
    ? escapeText(value)
    : Array.isArray(value)
      ? value.map(escaped)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]))
        : value;

test("values of any type, as defaults, constants, fixed inputs and outputs", () => {
  fc.assert(
    fc.property(typed, ({ type, value: given }) => {
      const value = escaped(given);
      const text = JSON.stringify({
        version: "v",
        tasks: { t: { type: "x", inputs: { a: type }, outputs: { b: type } } },
        workflows: {
          w: {
            inputs: { a: { type, default: value }, b: type },
            nodes: { n: { task: "t", with: { a: value } }, m: { map: "t", over: { a: [value] } } },
            outputs: { o: "${n.b}", p: { type, value } },
          },
        },
        launchPlans: { l: { workflow: "w", inputs: { a: value }, fixedInputs: { b: value } } },
      });
      fc.pre(!hasErrors(readText(text).diagnostics));
      expectLaw(text);
    }),
    { numRuns: 120 },
  );
});

const nodeKeys = fc.record(
  {
    after: fc.boolean(),
    name: fc.constantFrom("", "Name", "5"),
    retries: fc.nat({ max: 3 }),
    timeout: fc.constantFrom("1s", "90m"),
    interruptible: fc.boolean(),
    cache: fc.constantFrom(false, "v", { version: "1.0", serializable: true }),
    resources: fc.constantFrom({}, { cpu: 1 }, { gpu: { limit: 1 }, memory: "1Gi" }),
    image: fc.constantFrom("", "i"),
    env: fc.constantFrom({}, { A: "1" }, { B: "2", A: "3" }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    minSuccesses: fc.nat({ max: 2 }),
    minSuccessRatio: fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }),
  },
  { requiredKeys: [] },
);
const kinds = ["task", "map", "workflow", "launchPlan", "switch", "approve", "signal", "sleep"] as const;
const taskKeys = ["resources", "image", "env"];
const mapKeys = ["concurrency", "minSuccesses", "minSuccessRatio"];

/** A node of a kind that reads what earlier ones give. */
function nodeOf(kind: (typeof kinds)[number], pick: number, keys: Record<string, unknown>, earlier: string[]): object {
  const source = earlier.length > 0 ? `\${${earlier[pick % earlier.length]}.y}` : "${inputs.k}";
  const isTask = kind === "map" || (kind === "task" && pick % 3 === 0);
  const kept = Object.entries(keys).filter(
    ([key]) =>
      (!taskKeys.includes(key) || isTask) &&
      (!mapKeys.includes(key) || kind === "map") &&
      (key !== "minSuccessRatio" || keys.minSuccesses === undefined),
  );
  const common = Object.fromEntries(kept.map(([key, value]) => [key, key === "after" ? earlier.slice(0, 2) : value]));
  const given = pick % 2 === 0 ? { x: source } : {};
  switch (kind) {
    case "task":
      return { task: pick % 3 === 0 ? "t" : "u", with: given, ...common };
    case "map":
      return { map: "t", over: { x: [source, 1] }, with: pick % 3 === 0 ? { s: "q" } : {}, ...common };
    case "workflow":
      return { workflow: "low", with: given, ...common };
    case "launchPlan":
      return { launchPlan: pick % 3 === 0 ? "plan" : "low", with: given, ...common };
    case "switch":
      return {
        switch: [
          {
            when: `${source} > ${pick} or (${source} == 1 and ${source} != 2)`,
            then: nodeOf("task", pick, keys, earlier),
          },
          { when: "${inputs.k} < 3", then: nodeOf(pick % 2 ? "switch" : "workflow", pick >> 1, {}, earlier.slice(1)) },
        ],
        else: pick % 5 === 0 ? { fail: "none" } : nodeOf("task", pick + 1, {}, earlier),
        ...common,
      };
    case "approve":
      return { approve: "Go?", ...common };
    case "signal":
      return { signal: { type: "int" }, ...common };
    case "sleep":
      return { sleep: "1m", ...common };
  }
}

test("graphs of any kinds of nodes", () => {
  const graph = fc.array(fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat({ max: 30 }), keys: nodeKeys }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(graph, (given) => {
      const nodes: Record<string, object> = {};
      const sources: string[] = [];
      for (const [index, { kind, pick, keys }] of given.entries()) {
        nodes[`n${index}`] = nodeOf(kind, pick, keys, sources);
        if (["task", "workflow", "launchPlan"].includes(kind)) sources.push(`n${index}`);
      }
      const output = sources.at(-1);
      expectLaw(
        JSON.stringify({
          version: "v1",
          tasks: {
            t: {
              image: "b",
              inputs: { x: "int?", s: { type: "string", default: "d" } },
              outputs: { y: "int" },
              script: "run",
            },
            u: { type: "x", inputs: { x: { type: "int", default: 4 } }, outputs: { y: "int" } },
          },
          workflows: {
            low: {
              inputs: { x: { type: "int", default: 2 } },
              nodes: { a: { task: "u", with: { x: "${inputs.x}" } } },
              outputs: { y: "${a.y}" },
            },
            w: { inputs: { k: "int" }, nodes, outputs: output ? { y: `\${${output}.y}` } : {} },
          },
          launchPlans: { plan: { workflow: "low", inputs: { x: 5 } } },
        }),
      );
    }),
    { numRuns: 80 },
  );
});

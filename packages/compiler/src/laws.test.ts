/** What holds for every workflow, whatever is in it. */
import {
  create,
  type DescMessage,
  fromJson,
  type JsonValue,
  type MessageShape,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { hasErrors, type Path } from "@skein/spec/diagnostic";
import { type WorkflowSpec, WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledWorkflowClosureSchema, ConnectionSetSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { Node, WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCompat } from "./compat-text.ts";
import type { Mode } from "./findings.ts";
import { getRequirements } from "./requirements.ts";
import { compileTask } from "./task.ts";
import { aWorkflow, compile, inline, int, run, tasks } from "./testdata/samples.ts";
import { compileWorkflow } from "./workflow.ts";

const names = ["a", "b", "c", "d", "e", "start-node", "end-node", ""];
const anyName = fc.constantFrom(...names);
const anyMode = fc.constantFrom<Mode>("flyte-1.16", "strict");

const anyNode: fc.Arbitrary<Node> = fc
  .record({
    id: anyName,
    task: fc.constantFrom("inc", "say", "sum", "ints", "half", "quiet", "pair", "nope"),
    inputs: fc.dictionary(
      fc.constantFrom("x", "s", "xs", "a", "b"),
      fc.oneof(
        anyName.map((id) => `${id}.o`),
        fc.constantFrom("inputs.n", "inputs.nope", "ints.[0].o"),
        fc.integer().map((value) => int(value)),
      ),
      { maxKeys: 3 },
    ),
    upstreamNodeIds: fc.array(anyName, { maxLength: 2 }),
  })
  .map(({ id, task, inputs, upstreamNodeIds }) => run(id, task, inputs, { upstreamNodeIds }));

const anyWorkflow: fc.Arbitrary<WorkflowTemplate> = fc
  .record({
    nodes: fc.array(anyNode, { maxLength: 6 }),
    returns: fc.dictionary(
      fc.constantFrom("r", "q"),
      anyName.map((id) => `${id}.o`),
    ),
  })
  .map(({ nodes, returns }) => aWorkflow(nodes, { inputs: { n: "int" }, outputs: { r: "int" }, returns }));

/** Workflows that compile: every node reads earlier ones or constants. */
const goodWorkflow: fc.Arbitrary<WorkflowTemplate> = fc
  .array(fc.array(fc.nat(), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 12 })
  .map((reads) => {
    const source = (index: number, pick: number) => (index === 0 || pick % 5 === 0 ? "inputs.n" : `n${pick % index}.o`);
    const nodes = reads.map(([left = 0, right = 0], index) =>
      run(
        `n${index}`,
        "pair",
        { a: source(index, left), b: source(index, right) },
        { upstreamNodeIds: index > 1 ? ["n1", "n0"] : [] },
      ),
    );
    return aWorkflow(nodes, { inputs: { n: "int" }, outputs: { r: "int" }, returns: { r: "n0.o" } });
  });

const shuffled = (workflow: WorkflowTemplate) =>
  fc
    .shuffledSubarray(workflow.nodes, { minLength: workflow.nodes.length })
    .map((nodes): WorkflowTemplate => ({ ...workflow, nodes }));

const hasUniqueIds = ({ nodes }: WorkflowTemplate) => new Set(nodes.map(({ id }) => id)).size === nodes.length;

test("the order of the node list never changes the verdict", () => {
  const pairs = anyWorkflow
    .filter(hasUniqueIds)
    .chain((workflow) => fc.tuple(fc.constant(workflow), shuffled(workflow), anyMode));
  fc.assert(
    fc.property(pairs, ([workflow, other, mode]) => {
      const [one, two] = [compile(workflow, { mode }), compile(other, { mode })];
      const listed = ({ diagnostics }: typeof one) =>
        diagnostics.map(({ code, nodeId, message }) => `${code} ${nodeId} ${message}`).sort();
      expect(listed(two)).toEqual(listed(one));
    }),
    { numRuns: 500 },
  );
});

test("the order of the node list never changes the connections", () => {
  const pairs = goodWorkflow.chain((workflow) => fc.tuple(fc.constant(workflow), shuffled(workflow)));
  fc.assert(
    fc.property(pairs, (both) => {
      const [one, two] = both.map((each) => compile(each).closure?.primary?.connections);
      if (!one || !two) throw new Error("a good workflow was refused");
      expect(toBinary(ConnectionSetSchema, two)).toEqual(toBinary(ConnectionSetSchema, one));
    }),
  );
});

test("a closure compiles to itself once start-node and end-node are taken out", () => {
  fc.assert(
    fc.property(goodWorkflow, anyMode, (workflow, mode) => {
      const { closure } = compile(workflow, { mode });
      const template = closure?.primary?.template;
      if (!closure || !template) throw new Error("a good workflow was refused");
      const again = compile({ ...template, nodes: template.nodes.slice(2) }, { mode, tasks: closure.tasks }).closure;
      expect(again && toBinary(CompiledWorkflowClosureSchema, again)).toEqual(
        toBinary(CompiledWorkflowClosureSchema, closure),
      );
    }),
  );
});

test("every finding's path exists in what was compiled, and nothing compiled is changed", () => {
  fc.assert(
    fc.property(anyWorkflow, anyWorkflow, anyMode, (workflow, inner, mode) => {
      const sub: WorkflowTemplate = { ...inner, id: { ...(inner.id ?? fail()), name: "sub" } };
      const template = { ...workflow, nodes: [...workflow.nodes, inline("u", "sub", { n: int(1) })] };
      const spec: WorkflowSpec = create(WorkflowSpecSchema, { template, subWorkflows: [sub] });
      const before = toBinary(WorkflowSpecSchema, spec);
      const json = toJson(WorkflowSpecSchema, spec);
      for (const { path, hints, related, message } of compile(template, { subWorkflows: [sub], mode }).diagnostics) {
        for (const each of [path, ...related.map((other) => other.path)])
          expect(resolves(each, json), `${message}: ${each.join(".")}`).toBe(true);
        for (const { edit } of hints) if (edit && "path" in edit) expect(resolves(edit.path, json)).toBe(true);
      }
      expect(toBinary(WorkflowSpecSchema, spec)).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test("there is a closure exactly if there is no error, and the compat text counts lines", () => {
  fc.assert(
    fc.property(anyWorkflow, anyMode, (workflow, mode) => {
      const { closure, diagnostics } = compile(workflow, { mode });
      expect(closure === undefined).toBe(hasErrors(diagnostics));
      const [head = "", ...lines] = formatCompat(diagnostics).trimEnd().split("\n");
      expect(head).toBe(`Collected Errors: ${lines.length}`);
    }),
  );
});

test("what strict mode accepts, upstream's mode accepts", () => {
  fc.assert(
    fc.property(anyWorkflow, (workflow) => {
      if (compile(workflow, { mode: "strict" }).closure) expect(compile(workflow).closure).toBeDefined();
    }),
  );
});

/** Random JSON for a message: any field may be there, with values of its kind, to some depth. */
function anyJson(schema: DescMessage, depth: number): fc.Arbitrary<JsonValue> {
  const scalar: fc.Arbitrary<JsonValue> = fc.constantFrom("", "a", "b", "start-node", "x");
  if (schema.typeName === "google.protobuf.Struct")
    return fc.dictionary<JsonValue>(fc.constantFrom("type", "properties"), fc.constantFrom<JsonValue>("a", {}, []));
  if (schema.typeName === "google.protobuf.Duration") return fc.constant("3s");
  if (schema.typeName === "google.protobuf.Timestamp") return fc.constant("2020-01-01T00:00:00Z");
  if (schema.typeName === "google.protobuf.BoolValue") return fc.boolean();
  if (schema.typeName.startsWith("google.protobuf.")) return fc.constant({});
  const oneofs = new Map(schema.oneofs.map((oneof) => [oneof, fc.nat(oneof.fields.length)]));
  const entries = schema.fields.map((field): fc.Arbitrary<[string, JsonValue] | undefined> => {
    const one = (): fc.Arbitrary<JsonValue> => {
      if (field.message)
        return depth <= 0 && !field.message.typeName.startsWith("google.")
          ? fc.constant({})
          : fc.constant(null).chain(() => anyJson(field.message ?? schema, depth - 1));
      if (field.enum) return fc.constantFrom(...field.enum.values.map((value) => value.number));
      switch (field.scalar) {
        case 9: // string
          return scalar;
        case 8: // bool
          return fc.boolean();
        case 12: // bytes
          return fc.constant("AA==");
        default:
          return fc.nat(3);
      }
    };
    const value =
      field.fieldKind === "list"
        ? fc.array(one(), { maxLength: 2 })
        : field.fieldKind === "map"
          ? fc.dictionary(fc.constantFrom("a", "x", "__proto__x"), one(), { maxKeys: 2 })
          : one();
    const wanted = field.message || field.fieldKind === "list" ? 0.6 : 0.7;
    return fc
      .double({ min: 0, max: 1, noNaN: true })
      .chain((dice) =>
        dice < wanted ? value.map((each): [string, JsonValue] => [field.jsonName, each]) : fc.constant(undefined),
      );
  });
  return fc
    .tuple(fc.tuple(...entries), fc.record(Object.fromEntries([...oneofs].map(([oneof, pick]) => [oneof.name, pick]))))
    .map(([pairs, picks]) => {
      const chosen = new Map(
        [...oneofs.keys()].map((oneof) => [oneof.name, oneof.fields[picks[oneof.name] ?? 0]?.jsonName]),
      );
      const kept = pairs.filter((pair, index) => {
        const oneof = schema.fields[index]?.oneof;
        return pair && (!oneof || chosen.get(oneof.name) === pair[0]);
      });
      return Object.fromEntries(kept.flatMap((pair) => (pair ? [pair] : [])));
    });
}

function any<Desc extends DescMessage>(schema: Desc, depth: number): fc.Arbitrary<MessageShape<Desc>> {
  return anyJson(schema, depth).map((json) => fromJson(schema, json));
}

test("no workflow and no task makes the compiler throw, and their findings' paths exist", () => {
  fc.assert(
    fc.property(any(WorkflowSpecSchema, 9), anyMode, (spec, mode) => {
      const { template: primary, subWorkflows } = spec;
      if (!primary) return;
      getRequirements(primary, subWorkflows);
      const { diagnostics } = compileWorkflow({ primary, subWorkflows, tasks, launchPlans: [] }, { mode });
      const json = toJson(WorkflowSpecSchema, spec);
      for (const { path, message } of diagnostics)
        expect(resolves(path, json), `${message}: ${path.join(".")}`).toBe(true);
      formatCompat(diagnostics);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(any(TaskTemplateSchema, 5), (template) => {
      const json: JsonValue = { template: toJson(TaskTemplateSchema, template) };
      for (const { path } of compileTask(template).diagnostics) expect(resolves(path, json)).toBe(true);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("a hundred layers of a hundred nodes compile", () => {
  const layers = 100;
  const nodes = Array.from({ length: layers * layers }, (_, index) => {
    const [layer, place] = [Math.floor(index / layers), index % layers];
    const above = (offset: number) => `n${(layer - 1) * layers + ((place + offset) % layers)}.o`;
    return run(`n${index}`, "pair", layer === 0 ? { a: "inputs.n", b: int(1) } : { a: above(0), b: above(7) });
  });
  const started = performance.now();
  expect(compile(aWorkflow(nodes, { inputs: { n: "int" } })).diagnostics).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("a chain of ten thousand nodes compiles, and so does the loop made of it", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    run(`n${index}`, "inc", { x: index === 0 ? int(0) : `n${index - 1}.o` }),
  );
  const started = performance.now();
  expect(compile(aWorkflow(chain)).diagnostics).toEqual([]);
  const loop = [run("n0", "inc", { x: "n9999.o" }), ...chain.slice(1)];
  expect(compile(aWorkflow(loop)).diagnostics).toMatchObject([{ code: "CycleDetected" }]);
  expect(performance.now() - started).toBeLessThan(5_000);
});

function resolves(path: Path, root: JsonValue): boolean {
  let at: unknown = root;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = Reflect.get(at, key);
  }
  return true;
}

function fail(): never {
  throw new Error("a sample has no id");
}

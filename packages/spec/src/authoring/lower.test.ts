import { readFileSync } from "node:fs";
import type { JsonValue } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { formatCanonical } from "../canonical.ts";
import { partOf, readText, specJson } from "./testdata/read-text.ts";

const here = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), "utf8");

/** The spec of the one task t, with these lines in it. */
const taskSpec = (lines: string) => {
  const { entities, diagnostics } = readText(`version: v1\ntasks:\n  t:\n    ${lines.replaceAll("\n", "\n    ")}\n`);
  expect(diagnostics).toEqual([]);
  return specJson(entities, "task", "t");
};

const tasks = `version: v1
tasks:
  t:
    image: b
    inputs:
      x: { type: string, default: hello }
      n: int?
      many: list[int]?
      by: map[string]?
      any: struct?
      on: bool?
    outputs: { y: int, names: "list[string]", table: "map[float]" }
    script: run
`;
/** The nodes of a workflow w over the task t, as protobuf-JSON. */
const workflowSpec = (nodes: string, rest = "") => {
  const indented = nodes.replaceAll("\n", "\n      ");
  const inputs = "{ s: string, k: int, f: float, flag: bool, d: datetime, xs: 'list[string]' }";
  const { entities, diagnostics } = readText(
    `${tasks}workflows:\n  w:\n    inputs: ${inputs}\n    nodes:\n      ${indented}\n${rest}`,
  );
  expect(diagnostics).toEqual([]);
  return { spec: specJson(entities, "workflow", "w"), entities };
};
const node = (nodes: string, index = 0) => partOf(workflowSpec(nodes).spec, "template", "nodes", index);
const promise = (nodeId: string, variable: string) => ({ promise: { nodeId, var: variable } });
const taskId = (name = "t") => ({
  resourceType: "TASK",
  project: "flytesnacks",
  domain: "development",
  name,
  version: "v1",
});

test("the whole file of the format's page lowers to the golden specs", () => {
  const { entities, diagnostics } = readText(here("word-count.yaml"));
  expect(diagnostics).toEqual([]);
  const documents = entities.map((entity) => stringify(formatCanonical(entity), { lineWidth: 0 }));
  expect(documents.join("---\n")).toBe(here("word-count.golden.yaml"));
});

test("the golden specs, read as canonical YAML, are the same entities", () => {
  const [concise, canonical] = ["word-count.yaml", "word-count.golden.yaml"].map((name) => readText(here(name)));
  expect(canonical?.diagnostics).toEqual([]);
  expect(canonical?.files[0]?.format).toBe("canonical");
  expect(canonical?.entities.map(formatCanonical)).toEqual(concise?.entities.map(formatCanonical));
});

test.each<[string, string, JsonValue]>([
  ["int", "int", { simple: "INTEGER" }],
  ["an optional", "string?", { unionType: { variants: [{ simple: "STRING" }, { simple: "NONE" }] } }],
  ["a union", "int | string", { unionType: { variants: [{ simple: "INTEGER" }, { simple: "STRING" }] } }],
  ["a list", "list[float]", { collectionType: { simple: "FLOAT" } }],
  ["a map", "map[bool]", { mapValueType: { simple: "BOOLEAN" } }],
  ["an enum", "enum[red, green]", { enumType: { values: ["red", "green"] } }],
  ["a file", "file[csv]", { blob: { format: "csv" } }],
  ["a directory", "dir", { blob: { dimensionality: "MULTIPART" } }],
  ["the long form", "{ type: duration, description: how long }", { simple: "DURATION" }],
  [
    "a struct with schema",
    "{ type: struct, schema: { type: object, required: [a] } }",
    { simple: "STRUCT", metadata: { type: "object", required: ["a"] } },
  ],
])("%s is a type", (_what, written, type) => {
  const spec = taskSpec(`image: b\ninputs:\n  x: ${written}`);
  expect(partOf(spec, "template", "interface", "inputs", "variables", "x", "type")).toEqual(type);
});

test("a dataset with columns is a type, for tasks that are no containers", () => {
  const spec = taskSpec('type: spark\noutputs:\n  x: "dataset{id: int, name: string}"');
  expect(partOf(spec, "template", "interface", "outputs", "variables", "x", "type")).toEqual({
    structuredDatasetType: {
      columns: [
        { name: "id", literalType: { simple: "INTEGER" } },
        { name: "name", literalType: { simple: "STRING" } },
      ],
    },
  });
});

test("a container takes command, args, env and resources as they are written", () => {
  const spec = taskSpec(
    "image: busybox:1.36\ncommand: [echo, 1.10, true]\nargs: ['{{.inputs.x}}']\nenv: { PORT: 8080, RATIO: 1.50 }\nresources: { cpu: 2, memory: { request: 64Mi, limit: 1Gi }, gpu: 1, ephemeralStorage: { limit: 1Gi } }\ninputs: { x: int }",
  );
  expect(partOf(spec, "template", "container")).toEqual({
    image: "busybox:1.36",
    command: ["echo", "1.10", "true"],
    args: ["{{.inputs.x}}"],
    env: [
      { key: "PORT", value: "8080" },
      { key: "RATIO", value: "1.50" },
    ],
    resources: {
      requests: [
        { name: "CPU", value: "2" },
        { name: "MEMORY", value: "64Mi" },
        { name: "GPU", value: "1" },
      ],
      limits: [
        { name: "CPU", value: "2" },
        { name: "MEMORY", value: "1Gi" },
        { name: "GPU", value: "1" },
        { name: "EPHEMERAL_STORAGE", value: "1Gi" },
      ],
    },
    dataConfig: { enabled: true, inputPath: "/var/inputs", outputPath: "/var/outputs" },
  });
});

test("a script runs by sh and finds its paths in the environment, unless the author says otherwise", () => {
  const container = partOf(
    taskSpec("image: b\nscript: |\n  echo a\n  echo b\nenv: { INPUTS: /mine }\ndataFormat: yaml"),
    "template",
    "container",
  );
  expect(partOf(container, "command")).toEqual(["sh", "-euc", "echo a\necho b\n"]);
  expect(partOf(container, "env")).toEqual([
    { key: "INPUTS", value: "/mine" },
    { key: "OUTPUTS", value: "/var/outputs" },
  ]);
  expect(partOf(container, "dataConfig", "format")).toBe("YAML");
});

test("retries, timeout, interruptible, cache and description go into the task's metadata", () => {
  const spec = taskSpec(
    "image: b\ninputs: { seed: int }\nretries: 3\ntimeout: 1h30m\ninterruptible: true\ncache: { version: 1.0, serializable: true, ignore: [seed] }\ndescription: |\n  Short.\n\n  And more.",
  );
  expect(partOf(spec, "template", "metadata")).toEqual({
    discoverable: true,
    discoveryVersion: "1.0",
    cacheSerializable: true,
    cacheIgnoreInputVars: ["seed"],
    retries: { retries: 3 },
    timeout: "5400s",
    interruptible: true,
  });
  expect(partOf(spec, "description")).toEqual({
    shortDescription: "Short.",
    longDescription: { value: "Short.\n\nAnd more." },
  });
  expect(partOf(taskSpec("image: b\ncache: false"), "template", "metadata", "discoverable")).toBeUndefined();
});

test("secrets are mounted as an environment variable, as a file, or either way", () => {
  const spec = taskSpec(
    "image: b\nsecrets:\n  - { group: g, key: a, env: A }\n  - { group: g, key: b, file: B }\n  - { group: g, key: c }",
  );
  expect(partOf(spec, "template", "securityContext", "secrets")).toEqual([
    { group: "g", key: "a", mountRequirement: "ENV_VAR", envVar: "A" },
    { group: "g", key: "b", mountRequirement: "FILE", envVar: "B" },
    { group: "g", key: "c" },
  ]);
});

test("another task type has custom settings and no container", () => {
  const template = partOf(taskSpec("type: core-sleep\ncustom: { seconds: 5, deep: [{ a: null }] }"), "template");
  expect(template).toMatchObject({ type: "core-sleep", custom: { seconds: 5, deep: [{ a: null }] } });
  expect(partOf(template, "container")).toBeUndefined();
});

test("a pod names its one container as the primary one", () => {
  const template = partOf(
    taskSpec("pod:\n  containers:\n    - { name: main, image: b, env: [{ name: A, value: '1' }] }\n  hostname: h"),
    "template",
  );
  expect(template).toMatchObject({
    type: "raw-container",
    config: { primary_container_name: "main" },
    k8sPod: {
      primaryContainerName: "main",
      podSpec: { hostname: "h", containers: [{ name: "main", image: "b", env: [{ name: "A", value: "1" }] }] },
      dataConfig: { enabled: true, inputPath: "/var/inputs", outputPath: "/var/outputs" },
    },
  });
});

test("constants are read by the type of the input, references become promises, and a default is bound where none is given", () => {
  expect(partOf(node("a:\n  task: t\n  with: { n: 3, many: [1, 2], any: { a: [1] } }"), "inputs")).toEqual([
    {
      var: "n",
      binding: {
        scalar: { union: { value: { scalar: { primitive: { integer: "3" } } }, type: { simple: "INTEGER" } } },
      },
    },
    expect.objectContaining({ var: "many" }),
    expect.objectContaining({ var: "any" }),
    { var: "x", binding: { scalar: { primitive: { stringValue: "hello" } } } },
  ]);
  expect(partOf(node("a:\n  task: t\n  with: { x: 007 }"), "inputs", 0, "binding")).toEqual({
    scalar: { primitive: { stringValue: "007" } },
  });
  expect(partOf(node("a:\n  task: t\n  with: { x: '$${HOME}' }"), "inputs", 0, "binding")).toEqual({
    scalar: { primitive: { stringValue: "${HOME}" } },
  });
});

test.each<[string, JsonValue]>([
  ["${a.y}", promise("a", "y")],
  ["${inputs.s}", promise("start-node", "s")],
  ["${a.names[2]}", { promise: { nodeId: "a", var: "names", attrPath: [{ intValue: 2 }] } }],
  [
    '${a.table.first["odd key"][0]}',
    {
      promise: {
        nodeId: "a",
        var: "table",
        attrPath: [{ stringValue: "first" }, { stringValue: "odd key" }, { intValue: 0 }],
      },
    },
  ],
])("%s is a promise", (reference, binding) => {
  const inputs = partOf(node(`a: { task: t }\nb:\n  task: t\n  with:\n    x: ${reference}`, 1), "inputs");
  expect(partOf(inputs, 0, "binding")).toEqual(binding);
});

test("lists and maps may hold references at any depth", () => {
  const nodes =
    'a: { task: t }\nb:\n  task: t\n  with:\n    many: ["${a.y}", 3]\n    by: { one: "${inputs.s}", two: plain }';
  const inputs = partOf(node(nodes, 1), "inputs");
  expect(partOf(inputs, 0, "binding", "collection", "bindings")).toEqual([
    promise("a", "y"),
    { scalar: { primitive: { integer: "3" } } },
  ]);
  expect(partOf(inputs, 1, "binding", "map", "bindings")).toEqual({
    one: promise("start-node", "s"),
    two: { scalar: { primitive: { stringValue: "plain" } } },
  });
});

test("a node carries order, name, metadata and overrides", () => {
  const nodes =
    "a: { task: t }\nb:\n  task: t\n  after: [a]\n  name: Second\n  retries: 2\n  timeout: 30s\n  interruptible: false\n  cache: { version: v, serializable: true }\n  resources: { memory: 1Gi }\n  image: other:1";
  expect(node(nodes, 1)).toMatchObject({
    id: "b",
    upstreamNodeIds: ["a"],
    metadata: {
      name: "Second",
      retries: { retries: 2 },
      timeout: "30s",
      interruptible: false,
      cacheable: true,
      cacheVersion: "v",
      cacheSerializable: true,
    },
    taskNode: {
      referenceId: taskId(),
      overrides: {
        resources: { requests: [{ name: "MEMORY", value: "1Gi" }], limits: [{ name: "MEMORY", value: "1Gi" }] },
        containerImage: "other:1",
      },
    },
  });
  expect(partOf(node("a: { task: t, cache: false }"), "metadata")).toEqual({ cacheable: false });
});

test("a node takes its task's timeout unless it has one of its own", () => {
  const timeouts = (lines: string) => {
    const { entities, diagnostics } = readText(
      `version: v1\ntasks:\n  t: { image: b, inputs: { x: string }, timeout: 30s }\nworkflows:\n  w:\n    nodes:\n      a: { ${lines} }\n`,
    );
    expect(diagnostics).toEqual([]);
    const lowered = partOf(specJson(entities, "workflow", "w"), "template", "nodes", 0);
    return { node: partOf(lowered, "metadata", "timeout"), each: partOf(lowered, "arrayNode", "node", "metadata") };
  };
  expect(timeouts("task: t, with: { x: q }")).toMatchObject({ node: "30s" });
  expect(timeouts("task: t, with: { x: q }, timeout: 1h")).toMatchObject({ node: "3600s" });
  expect(timeouts("task: t, with: { x: q }, env: { A: b }")).toMatchObject({ node: "30s" });
  expect(timeouts("map: t, over: { x: [q] }")).toMatchObject({ node: undefined, each: { timeout: "30s" } });
});

test("env and ignored inputs of a node, for which a node has no field, make a task of its own", () => {
  const { spec, entities } = workflowSpec(
    "a: { task: t, env: { A: 1, INPUTS: /mine } }\nb: { task: t, env: { A: 1, INPUTS: /mine } }\nc: { task: t, cache: { version: v, ignore: [x] } }",
  );
  const names = entities.filter((each) => each.kind === "task").map((each) => each.id.name);
  expect(names).toEqual([
    "t",
    expect.stringMatching(/^override_t_[0-9a-f]{8}$/),
    expect.stringMatching(/^override_t_[0-9a-f]{8}$/),
  ]);
  const [, withEnv = "", withIgnore = ""] = names;
  expect(partOf(spec, "template", "nodes", 0, "taskNode", "referenceId", "name")).toBe(withEnv);
  expect(partOf(spec, "template", "nodes", 1, "taskNode", "referenceId", "name")).toBe(withEnv);
  expect(partOf(specJson(entities, "task", withEnv), "template", "container", "env")).toEqual([
    { key: "OUTPUTS", value: "/var/outputs" },
    { key: "A", value: "1" },
    { key: "INPUTS", value: "/mine" },
  ]);
  expect(partOf(specJson(entities, "task", withIgnore), "template", "metadata", "cacheIgnoreInputVars")).toEqual(["x"]);
});

test("a map runs a generated task with lists in the place of what it goes through", () => {
  const { spec, entities } = workflowSpec(
    "a:\n  map: t\n  over: { x: '${inputs.xs}' }\n  with: { n: 3 }\n  concurrency: 2\n  retries: 4\n  name: Each\nb:\n  task: t\n  with: { many: '${a.y}' }",
  );
  const name = entities.find((each) => each.id.name.startsWith("map_"))?.id.name ?? "";
  expect(name).toMatch(/^map_t_[0-9a-f]{8}$/);
  const known = partOf(specJson(entities, "task", name), "template", "interface");
  expect(partOf(known, "inputs", "variables", "x", "type")).toEqual({ collectionType: { simple: "STRING" } });
  expect(partOf(known, "inputs", "variables", "on", "type")).toHaveProperty("unionType");
  expect(partOf(known, "outputs", "variables", "y", "type")).toEqual({ collectionType: { simple: "INTEGER" } });
  expect(partOf(spec, "template", "nodes", 0)).toMatchObject({
    id: "a",
    metadata: { name: "Each" },
    inputs: [{ var: "x", binding: promise("start-node", "xs") }, { var: "n" }],
    arrayNode: {
      node: { metadata: { retries: { retries: 4 } }, taskNode: { referenceId: taskId(name) } },
      parallelism: 2,
      boundInputs: ["n"],
    },
  });
});

test.each([
  ["minSuccesses: 2", { minSuccesses: 2 }],
  ["minSuccessRatio: 0.5", { minSuccessRatio: 0.5 }],
])("a map that may lose some (%s) has optional values in its outputs", (key, criteria) => {
  const { spec, entities } = workflowSpec(`a:\n  map: t\n  over: { x: [p, q] }\n  ${key}`);
  expect(partOf(spec, "template", "nodes", 0, "arrayNode")).toMatchObject(criteria);
  const name = entities.find((each) => each.id.name.startsWith("map_"))?.id.name ?? "";
  const type = partOf(specJson(entities, "task", name), "template", "interface", "outputs", "variables", "y", "type");
  expect(type).toEqual({ collectionType: { unionType: { variants: [{ simple: "INTEGER" }, { simple: "NONE" }] } } });
});

test("gates: an approval passes its answer on, a signal has a value, a sleep has a length", () => {
  const nodes = "ok: { approve: Go on? }\nvalue: { signal: { type: list[int] } }\nwait: { sleep: 90s }".replace(
    "list[int]",
    '"list[int]"',
  );
  const { spec } = workflowSpec(nodes, "    outputs: { a: '${ok.approved}', v: '${value.value}' }\n");
  const [ok, value, wait] = [0, 1, 2].map((index) => partOf(spec, "template", "nodes", index));
  expect(ok).toMatchObject({
    metadata: { name: "Go on?" },
    inputs: [{ var: "approved", binding: { scalar: { primitive: { boolean: true } } } }],
    gateNode: { approve: { signalId: "ok" } },
  });
  expect(partOf(value, "gateNode")).toEqual({
    signal: { signalId: "value", type: { collectionType: { simple: "INTEGER" } }, outputVariableName: "value" },
  });
  expect(partOf(wait, "gateNode")).toEqual({ sleep: { duration: "90s" } });
  expect(partOf(spec, "template", "interface", "outputs", "variables")).toEqual({
    a: { type: { simple: "BOOLEAN" } },
    v: { type: { collectionType: { simple: "INTEGER" } } },
  });
});

test("a switch reads what its conditions name, and waits for what its branches read", () => {
  const nodes =
    "a: { task: t }\nb: { sleep: 1s }\nc:\n  switch:\n    - when: ${a.y} > 3 and ${inputs.s} == 'x'\n      then: { task: t, with: { n: '${a.y}' } }\n    - when: ${inputs.f} <= 2\n      then: { task: t, after: [b] }\n  else: { fail: nothing fits }";
  const branch = node(nodes, 2);
  expect(partOf(branch, "inputs")).toEqual([
    { var: "a.y", binding: promise("a", "y") },
    { var: ".s", binding: promise("start-node", "s") },
    { var: ".f", binding: promise("start-node", "f") },
  ]);
  expect(partOf(branch, "upstreamNodeIds")).toEqual(["a", "b"]);
  const block = partOf(branch, "branchNode", "ifElse");
  expect(partOf(block, "case", "condition")).toEqual({
    conjunction: {
      leftExpression: {
        comparison: { operator: "GT", leftValue: { var: "a.y" }, rightValue: { primitive: { integer: "3" } } },
      },
      rightExpression: { comparison: { leftValue: { var: ".s" }, rightValue: { primitive: { stringValue: "x" } } } },
    },
  });
  expect(partOf(block, "case", "thenNode", "id")).toBe("case0");
  expect(partOf(block, "other", 0)).toMatchObject({
    // a float is compared with a float, whatever the number looks like
    condition: { comparison: { operator: "LTE", rightValue: { primitive: { floatValue: 2 } } } },
    thenNode: { id: "case1", upstreamNodeIds: ["b"] },
  });
  expect(partOf(block, "error")).toEqual({ failedNodeId: "c", message: "nothing fits" });
});

test("switches nest, and a datetime is compared with a datetime", () => {
  const nodes =
    "a:\n  switch:\n    - when: ${inputs.d} > '2026-01-31T12:00:00Z'\n      then:\n        switch:\n          - when: ${inputs.flag} == true\n            then: { task: t }\n        else: { task: t }\n  else: { task: t }";
  const block = partOf(node(nodes), "branchNode", "ifElse");
  expect(partOf(block, "case", "condition", "comparison", "rightValue")).toEqual({
    primitive: { datetime: "2026-01-31T12:00:00Z" },
  });
  expect(partOf(block, "case", "thenNode", "branchNode", "ifElse", "elseNode", "id")).toBe("else");
});

test("outputs take the type of what they refer to, or the one that is said", () => {
  const { spec } = workflowSpec(
    "a: { task: t }",
    '    outputs:\n      y: ${a.y}\n      first: ${a.names[0]}\n      pair: ["${a.y}", "${inputs.k}"]\n      fixed: 2.5\n      said: { type: "list[int]", value: [], description: none }\n',
  );
  expect(partOf(spec, "template", "interface", "outputs", "variables")).toEqual({
    y: { type: { simple: "INTEGER" } },
    first: { type: { simple: "STRING" } },
    pair: { type: { collectionType: { simple: "INTEGER" } } },
    fixed: { type: { simple: "FLOAT" } },
    said: { type: { collectionType: { simple: "INTEGER" } }, description: "none" },
  });
});

test("a sub-workflow is carried along with what it carries itself, each once", () => {
  const { entities } = readText(
    `${tasks}workflows:\n  top: { nodes: { a: { workflow: mid }, b: { workflow: low } } }\n  mid: { nodes: { a: { workflow: low } } }\n  low: { inputs: { s: { type: string, default: d } }, nodes: { a: { task: t, with: { x: "\${inputs.s}" } } } }\n`,
  );
  expect(entities.map((each) => `${each.kind} ${each.id.name}`)).toEqual([
    "task t",
    "workflow low",
    "launchPlan low",
    "workflow mid",
    "launchPlan mid",
    "workflow top",
    "launchPlan top",
  ]);
  const top = specJson(entities, "workflow", "top");
  expect([0, 1, 2].map((index) => partOf(top, "subWorkflows", index, "id", "name"))).toEqual(["mid", "low", undefined]);
  // the default of the sub-workflow's input is bound
  expect(partOf(top, "template", "nodes", 1)).toMatchObject({
    inputs: [{ var: "s", binding: { scalar: { primitive: { stringValue: "d" } } } }],
    workflowNode: { subWorkflowRef: { resourceType: "WORKFLOW", name: "low", version: "v1" } },
  });
});

test("a launch plan node is an execution of its own, of the default plan too", () => {
  const { entities, diagnostics } = readText(
    `${tasks}workflows:\n  top: { nodes: { a: { launchPlan: low }, b: { launchPlan: nightly, with: { k: 1 } } }, outputs: { y: "\${a.y}" } }\n  low: { inputs: { s: { type: string, default: d }, k: { type: int, default: 2 } }, nodes: { a: { task: t } }, outputs: { y: "\${a.y}" } }\nlaunchPlans:\n  nightly: { workflow: low, fixedInputs: { s: e } }\n`,
  );
  expect(diagnostics).toEqual([]);
  expect(entities.map((each) => `${each.kind} ${each.id.name}`)).toEqual([
    "task t",
    "workflow low",
    "launchPlan low",
    "launchPlan nightly",
    "workflow top",
    "launchPlan top",
  ]);
  const nodes = partOf(specJson(entities, "workflow", "top"), "template", "nodes");
  expect(partOf(nodes, 0, "workflowNode", "launchplanRef")).toMatchObject({ resourceType: "LAUNCH_PLAN", name: "low" });
  expect(partOf(nodes, 1, "workflowNode", "launchplanRef")).toMatchObject({ name: "nightly" });
});

test("the failure node is bound to inputs and to the error", () => {
  const { spec } = workflowSpec(
    "a: { task: t }",
    "    onFailure: { workflow: handler, with: { err: '${error}', s: '${inputs.s}' } }\n    failurePolicy: fail_after_executable_nodes_complete\n    interruptible: true\n  handler: { inputs: { err: error?, s: string }, nodes: { a: { sleep: 1s } } }\n",
  );
  expect(partOf(spec, "template", "failureNode")).toMatchObject({
    id: "efn",
    inputs: [
      { var: "err", binding: { scalar: { noneType: {} } } },
      { var: "s", binding: promise("start-node", "s") },
    ],
  });
  expect(partOf(spec, "template", "metadata", "onFailure")).toBe("FAIL_AFTER_EXECUTABLE_NODES_COMPLETE");
  expect(partOf(spec, "template", "metadataDefaults", "interruptible")).toBe(true);
  expect(partOf(spec, "subWorkflows", 0, "id", "name")).toBe("handler");
});

test("every workflow has a launch plan of its name; optional inputs default to none", () => {
  const { entities } = workflowSpec(
    "a: { task: t }",
    "  v: { inputs: { p: int?, q: { type: int, default: 3 }, r: { type: int?, required: true } }, nodes: { a: { sleep: 1s } } }\n",
  );
  expect(partOf(specJson(entities, "launchPlan", "v"), "spec", "defaultInputs", "parameters")).toMatchObject({
    p: { default: { scalar: { union: { value: { scalar: { noneType: {} } } } } } },
    q: { default: { scalar: { primitive: { integer: "3" } } } },
    r: { required: true },
  });
});

test.each<[string, JsonValue]>([
  ["{ cron: '@hourly' }", { cronSchedule: { schedule: "@hourly" } }],
  ["{ every: 15m }", { rate: { value: 15 } }],
  ["{ every: 90m }", { rate: { value: 90 } }],
  ["{ every: 6h }", { rate: { value: 6, unit: "HOUR" } }],
  ["{ every: 48h, kickoffTimeInput: at }", { rate: { value: 2, unit: "DAY" }, kickoffTimeInputArg: "at" }],
])("a schedule %s", (schedule, expected) => {
  const { entities } = workflowSpec(
    "a: { task: t }",
    `  v: { inputs: { at: datetime }, nodes: { a: { sleep: 1s } } }\nlaunchPlans:\n  l: { workflow: v, schedule: ${schedule} }\n`,
  );
  expect(partOf(specJson(entities, "launchPlan", "l"), "spec", "entityMetadata", "schedule")).toEqual(expected);
});

test("a launch plan of the workflow's own name stands for the default one", () => {
  const { entities } = workflowSpec(
    "a: { task: t }",
    "  v: { inputs: { p: int }, nodes: { a: { sleep: 1s } } }\nlaunchPlans:\n  v: { workflow: v, inputs: { p: 4 }, notify: [{ on: [failed, failed], email: [a@b.c], pagerDuty: [d@e.f] }] }\n",
  );
  const plans = entities.filter((each) => each.kind === "launchPlan" && each.id.name === "v");
  expect(plans).toHaveLength(1);
  const spec = partOf(specJson(entities, "launchPlan", "v"), "spec");
  expect(partOf(spec, "defaultInputs", "parameters", "p", "default")).toEqual({
    scalar: { primitive: { integer: "4" } },
  });
  expect(partOf(spec, "entityMetadata", "notifications")).toEqual([
    { phases: ["FAILED"], email: { recipientsEmail: ["a@b.c"] } },
    { phases: ["FAILED"], pagerDuty: { recipientsEmail: ["d@e.f"] } },
  ]);
});

/** One case for each thing the concise form can say: it lifts to the line that is shown, and says the same again. */
import { expect, test } from "vitest";
import { contentOf, liftText } from "../testdata/lifted.ts";

const indent = (lines: string, by: string) => lines.replaceAll(/\n(?=[^\n])/g, `\n${by}`);

/** Lifts, and expects the law to hold without notes. */
function liftWhole(text: string): string {
  const { text: lifted, notes, entities, again } = liftText(text);
  expect(notes).toEqual([]);
  expect(again.diagnostics).toEqual([]);
  expect(contentOf(again.entities)).toEqual(contentOf(entities));
  return lifted;
}

/** Expects the lines, with the indentation they have among themselves, to stand in the text. */
function expectLines(text: string, lines: string): void {
  const [head = ""] = lines.split("\n", 1);
  const found = text.split("\n").find((line) => line.trim() === head.trim());
  expect(text).toContain(indent(lines, /^ */.exec(found ?? "")?.[0] ?? ""));
}

test.each<[what: string, lines: string, lifted?: string]>([
  ["an image alone", "image: b"],
  ["a description of several lines", "description: |-\n  Short.\n\n  And more.\nimage: b"],
  ["a short script", "image: b\nscript: echo"],
  ["a script of several lines", "image: b\nscript: |\n  echo a\n    echo b # c\n\n  exit"],
  ["a script without a last line break", "image: b\nscript: |-\n  a\n  b"],
  ["a script with several at its end", "image: b\nscript: |+\n  a\n  b\n\n\n"],
  ["a script with one of its paths changed", "image: b\nenv: { INPUTS: /mine, A: b }\nscript: run"],
  ["command and args", 'image: b\ninputs:\n  x: int\ncommand: [echo, "1.10", "true"]\nargs:\n  - "{{.inputs.x}}"'],
  ["a command that only looks like a script", "image: b\ncommand: [sh, -euc, echo]"],
  ["env", 'image: b\nenv: { PORT: "8080", EMPTY: "" }'],
  ["resources", "image: b\nresources: { cpu: 2, memory: { request: 64Mi, limit: 1Gi }, gpu: { limit: 1 } }"],
  ["resources without any", "image: b\nresources: {}"],
  ["retries, timeout, interruptible", "image: b\nretries: 3\ntimeout: 1h30m\ninterruptible: false"],
  ["a cache", 'image: b\ncache: "1.0"'],
  [
    "a cache with all it can say",
    'image: b\ninputs:\n  x: int\ncache: { version: "false", serializable: true, ignore: [x] }',
  ],
  [
    "secrets",
    "image: b\nsecrets:\n  - { group: g, key: k, env: TOKEN }\n  - { group: g, key: k, file: PATH_OF }\n  - { group: g, key: k }",
  ],
  ["a data format", "image: b\ndataFormat: proto"],
  [
    "a pod",
    "pod:\n  containers:\n    - name: main\n      image: b\n      args:\n        - $${HOME}\n      ports: [{ containerPort: 80 }]\n  priority: 1.5",
  ],
  ["another type", "type: core-sleep\ninputs:\n  time: duration"],
  [
    "another type with settings",
    'type: spark\noutputs:\n  x: "dataset[parquet]{id: int, name: string}"\ncustom: { conf: { a: 1, b: [true, null] } }',
  ],
  ["a raw container without a container", "type: raw-container"],
])("a task with %s", (_what, lines, lifted = lines) => {
  expectLines(liftWhole(`version: v1\ntasks:\n  t:\n    ${indent(lines, "    ")}\n`), lifted);
});

test.each([
  "int",
  "string?",
  "int | string | list[file[csv]]",
  "map[list[bool]]",
  "enum[red, green]",
  'enum["yes, no", "a: b", "${x}"]',
  "dir[parquet]",
  "struct{x: int, y: struct{z: string?}}",
  "union[int]",
  "(int | string)?",
  "int#id",
  "schema{a: int}",
  "{ type: duration, description: how long }",
  "{ type: struct, schema: { type: object, required: [a] } }",
])("an input of the type %s", (type) => {
  const named = type.startsWith("{") ? type : `'${type}'`;
  const lifted = liftWhole(`version: v1\ntasks:\n  t:\n    type: x\n    inputs:\n      a: ${named}\n`);
  const needsQuotes = type.includes(": ") && !type.startsWith("{");
  expect(lifted).toContain(needsQuotes ? type.slice(0, 4) : `a: ${type}`);
});

test.each<[type: string, value: string]>([
  ["int", "-9223372036854775808"],
  ["int", "9223372036854775807"],
  ["float", "3.0"],
  ["float", "-0.0"],
  ["float", ".nan"],
  ["float", "-.inf"],
  ["float", "1e+300"],
  ["bool", "true"],
  ["string", '"5"'],
  ["string", '"true"'],
  ["string", "yes"],
  ["string", '""'],
  ["string", "'$${HOME} and $$${HOME}'"],
  ["datetime", "2026-01-31T12:00:00.5Z"],
  ["duration", "1h30m"],
  ["duration", "-1.5s"],
  ["file[csv]", "s3://bucket/key"],
  ["file", "{ uri: s3://bucket/key, format: csv }"],
  ["dir", "/data"],
  ["dataset", "s3://bucket/set"],
  ["binary", "AQID"],
  ["binary", "{ base64: AQID, tag: t }"],
  ["error", "it broke"],
  ["error", "{ message: it broke, failedNodeId: n }"],
  ["none", "null"],
  ["enum[red, green]", "green"],
  ["list[int]", "[]"],
  ["list[list[int]]", "[[1], []]"],
  ["map[float]", '{ "2": 2.5, a: 1.0 }'],
  ["map[string]", "{}"],
  ["map[int]", '{ "<<": 1, "": 2, "null": 3 }'],
  ["struct", "{ a: 1, b: 1.5, c: [x, null, {}], d: e }"],
  ["int | string", "5"],
  ["int | string", '"5"'],
  ["float | int", "5.5"],
  ["file | string", "s3://bucket/key"],
  ["list[int]?", "[1]"],
])("an input of type %s with the default %s", (type, value) => {
  const text = `version: v1\nworkflows:\n  w:\n    inputs:\n      a: { type: '${type}', default: ${value} }\n    nodes:\n      n: { sleep: 1s }\n`;
  expect(liftWhole(text)).toContain(`default: ${value.replaceAll("'", "")}`);
});

test.each<[what: string, inputs: string]>([
  ["required", "a: int"],
  ["optional", "a: int?"],
  ["optional in type only", "a: { type: int?, required: true }"],
  ["optional with a value", "a: { type: int?, default: 3, description: d }"],
])("an input that is %s", (_what, inputs) => {
  expectLines(
    liftWhole(`version: v1\nworkflows:\n  w:\n    inputs:\n      ${inputs}\n    nodes:\n      n: { sleep: 1s }\n`),
    inputs,
  );
});

const tasks = `version: v1
tasks:
  t:
    image: b
    inputs:
      x: { type: string, default: hello }
      n: int?
      many: list[int]?
      texts: list[string]?
      by: map[string]?
    outputs: { y: int, names: "list[string]", table: "map[float]", any: struct, ok: bool }
    script: run
    env: { A: "0" }
  bare: { image: b, outputs: { y: int } }
`;
const inputs =
  "{ s: string, k: int, f: float, flag: bool, d: datetime, p: duration, e: 'enum[a, b]', xs: 'list[string]' }";
const withNodes = (nodes: string, rest = "") =>
  `${tasks}workflows:\n  w:\n    inputs: ${inputs}\n    nodes:\n      ${indent(nodes, "      ")}\n${rest}`;

test.each<[what: string, nodes: string, lifted?: string]>([
  ["only the default of its task", "a:\n  task: t", "a:\n  task: t\n  with:\n    x: hello"],
  ["nothing to bind", "a:\n  task: bare"],
  [
    "references",
    "a:\n  task: t\n  with:\n    x: ${inputs.s}\nb:\n  task: t\n  with:\n    n: ${a.y}\n    x: ${a.names[2]}",
  ],
  [
    "steps into structs",
    'a:\n  task: bare\nb:\n  task: t\n  with:\n    x: ${c.any.first["odd key"][0].n-1["}"]}\nc:\n  task: t\n  with:\n    x: c',
  ],
  [
    "references inside values",
    "a:\n  task: bare\nb:\n  task: t\n  with:\n    many:\n      - ${a.y}\n      - 3\n    by:\n      one: ${inputs.s}\n      two: plain $${s}\n    x: v",
  ],
  [
    "ids that are numbers",
    'a:\n  task: bare\n"10":\n  task: bare\n  after: [a]\n"9":\n  task: t\n  with:\n    n: ${10.y}\n    x: q',
  ],
  [
    "order, name, metadata and overrides",
    "a:\n  task: bare\nb:\n  task: bare\n  after: [a]\n  name: Second\n  retries: 0\n  timeout: 30s\n  interruptible: false\n  cache: { version: v, serializable: false }\n  resources: { memory: 1Gi }\n  image: other:1",
  ],
  ["no cache", "a:\n  task: bare\n  cache: false"],
  ["a cache", "a:\n  task: bare\n  cache: v"],
  ["variables of its own", "a:\n  task: t\n  with:\n    x: q\n  env: { B: c, A: d }"],
  ["ignored inputs", "a:\n  task: t\n  with:\n    x: q\n  cache: { version: v, ignore: [x] }\n  env: { Z: z }"],
])("a task node with %s", (_what, nodes, lifted = nodes) => {
  expectLines(liftWhole(withNodes(nodes)), lifted);
});

test.each([
  "a:\n  task: t",
  "a:\n  task: t\n  timeout: 1h",
  "a:\n  task: t\n  env: { A: b }",
  "a:\n  map: t\n  over:\n    x: [q]",
  "a:\n  map: t\n  over:\n    x: [q]\n  timeout: 1h",
])("a timeout of the task is not said again at the node: %j", (nodes) => {
  const task = "  t: { image: b, inputs: { x: string? }, timeout: 30s }";
  const lifted = liftWhole(
    `version: v1\ntasks:\n${task}\nworkflows:\n  w:\n    nodes:\n      ${indent(nodes, "      ")}\n`,
  );
  expectLines(lifted, nodes);
  expect(lifted.match(/timeout: 30s/g)).toHaveLength(1);
});

test.each<[what: string, nodes: string]>([
  ["one list", "a:\n  map: t\n  over:\n    x: ${inputs.xs}\n  concurrency: 2\n  name: Each\n  retries: 4"],
  ["values that stay the same", "a:\n  map: t\n  over:\n    x: [p, q]\n  with:\n    n: 3"],
  ["some that may fail", "a:\n  map: t\n  over:\n    x: []\n  minSuccesses: 2"],
  ["a part that may fail", "a:\n  map: t\n  over:\n    x: [p]\n  minSuccessRatio: 0.3\n  env: { B: c }"],
  ["none that may fail", "a:\n  map: t\n  over:\n    x: [p]\n  minSuccessRatio: 1.0"],
])("a map over %s", (_what, nodes) => {
  const lifted = liftWhole(withNodes(nodes, "    outputs: { ys: '${a.y}' }\n"));
  expectLines(lifted, nodes);
  expect(lifted).not.toContain("map_t");
});

test.each<[what: string, nodes: string]>([
  ["an approval", "a:\n  approve: Go on?"],
  ["an approval with a name", "a:\n  approve: Go on?\n  name: The gate"],
  ["a signal", "a:\n  signal:\n    type: list[int]"],
  ["a sleep", "a:\n  sleep: 1m30s\n  timeout: 1h"],
])("%s", (_what, nodes) => {
  expectLines(liftWhole(withNodes(nodes)), nodes);
});

test.each([
  "${inputs.k} == 1",
  '${inputs.s} != "a \\"b\\" # ${c}"',
  "${inputs.f} > 2.0 and ${inputs.f} <= 1e+21",
  "${inputs.k} > 1 or ${inputs.k} < -1 and ${inputs.flag} == true",
  "(${inputs.k} > 1 or ${inputs.k} < 0) and ${inputs.flag} == false",
  "${inputs.k} > 1 and (${inputs.k} > 2 and ${inputs.k} > 3)",
  "${inputs.k} > 1 and (${inputs.k} > 2 and ${inputs.k} > 3 or ${inputs.k} > 4) and ${inputs.k} > 5",
  '${inputs.d} >= "2026-01-31T12:00:00Z"',
  '${inputs.p} < "1h30m"',
  '${inputs.e} == "a"',
  "1 == ${inputs.k}",
  "${inputs.k} == ${b.any.deep[0]}",
  Array.from({ length: 40 }, (_, index) => `\${inputs.k} == ${index}`).join(" or "),
])("a switch on %s", (condition) => {
  const when = condition.includes(" #") ? `'${condition}'` : condition;
  const nodes = `b:\n  task: bare\na:\n  switch:\n    - when: ${when}\n      then:\n        task: bare\n  else:\n    task: bare`;
  expectLines(liftWhole(withNodes(nodes.replace("bare", "t"))), `a:\n  switch:\n    - when: ${when}`);
});

test.each<[what: string, nodes: string]>([
  [
    "a failure",
    "a:\n  switch:\n    - when: ${inputs.flag} == true\n      then:\n        sleep: 1s\n  else:\n    fail: nothing fits",
  ],
  [
    "cases that read, wait and nest",
    "b:\n  task: bare\nc:\n  task: bare\na:\n  switch:\n    - when: ${inputs.flag} == true\n      then:\n        task: t\n        with:\n          n: ${c.y}\n          x: q\n        after: [b]\n    - when: ${b.y} == 2\n      then:\n        switch:\n          - when: ${b.y} > 3\n            then:\n              task: bare\n        else:\n          fail: inner\n  else:\n    task: bare\n  after: [c, b]\n  name: Choose",
  ],
])("a switch with %s", (_what, nodes) => {
  expectLines(liftWhole(withNodes(nodes, "    outputs: {}\n")), nodes);
});

test.each([
  "y: ${a.y}",
  "first: ${a.names[0]}",
  "deep: { type: string, value: '${a.any.x}' }",
  "said: { type: int, value: '${a.y}', description: none }",
  "text: fixed",
  "number:\n  type: float\n  value: 2.5",
  "pair:\n  type: list[int]\n  value:\n    - ${a.y}\n    - ${inputs.k}",
  "odd:\n  type: map[string]\n  value: { type: int, value: b }",
])("the output %s", (output) => {
  const outputs = `outputs:\n  ${indent(output, "  ")}`;
  liftWhole(withNodes("a: { task: t }", `    ${indent(outputs, "    ")}\n`));
});

test("sub-workflows, launch plans and what runs when all fails", () => {
  const text = `${tasks}workflows:
  low:
    description: Has defaults.
    inputs:
      s: { type: string, default: d }
      k: { type: int, default: 2 }
    nodes:
      a:
        task: bare
    outputs:
      y: \${a.y}

  handler:
    inputs:
      err: error?
    nodes:
      a:
        sleep: 1s

  top:
    nodes:
      a:
        workflow: low
        with:
          s: q
          k: 2
      b:
        launchPlan: low
      c:
        launchPlan: nightly
        with:
          k: 1
        retries: 2
    outputs:
      y: \${b.y}
      z: \${c.y}
    onFailure:
      workflow: handler
      with:
        err: \${error}
    failurePolicy: fail_after_executable_nodes_complete
    interruptible: true

launchPlans:
  nightly:
    workflow: low
    inputs: { k: 3 }
    fixedInputs: { s: e }
    labels: { team: data }
`;
  const lifted = liftWhole(text);
  expect(lifted.slice(lifted.indexOf("workflows:"))).toBe(text.slice(text.indexOf("workflows:")));
});

test.each([
  "schedule: { cron: '@hourly' }",
  "schedule: { every: 15m }",
  "schedule: { every: 90m }",
  "schedule: { every: 6h }",
  "schedule: { every: 48h, kickoffTimeInput: at }",
  "notify: [{ on: [failed, timed_out], email: [a@b.c, d@e.f] }, { on: [succeeded], pagerDuty: [g@h.i] }]",
  "maxParallelism: 10",
  "inputs: { k: 4 }",
  "fixedInputs: { k: 4, at: 2026-01-31T12:00:00Z }",
])("a launch plan with %s, of another name or in place of the default one", (line) => {
  for (const name of ["l", "v"]) {
    const lifted = liftWhole(
      `version: v1\nworkflows:\n  v: { inputs: { at: datetime, k: { type: int, default: 3 } }, nodes: { a: { sleep: 1s } } }\nlaunchPlans:\n  ${name}: { workflow: v, ${line} }\n`,
    );
    // What the plan of the workflow's own name gives is a default of the workflow.
    const isFolded = name === "v" && line.startsWith("inputs");
    expect(lifted.includes("launchPlans:")).toBe(!isFolded);
    expect(lifted.includes("default: 4")).toBe(isFolded);
  }
});

test("entities of several versions stand in a document for each", () => {
  const text = `version: v1\ntasks:\n  old: { image: b, outputs: { y: int } }\n---\nversion: v2\nworkflows:\n  w: { nodes: { a: { task: old } }, outputs: { y: "\${a.y}" } }\n`;
  const lifted = liftWhole(text);
  expect(lifted.split("---\n").map((each) => each.split("\n", 1)[0])).toEqual(["version: v1", "version: v2"]);
});

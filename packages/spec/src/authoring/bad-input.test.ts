import { expect, test } from "vitest";
import { applyFirstEdit, brief, readText } from "./testdata/read-text.ts";

const task =
  "tasks:\n  t:\n    image: b\n    inputs:\n      x: string\n      n: int?\n    outputs:\n      y: int\n    script: x\n";
/** The nodes begin in line 16, column 7. */
const workflow = (nodes: string, rest = "") =>
  `${task}workflows:\n  w:\n    inputs:\n      s: string\n      d: datetime?\n    nodes:\n${nodes
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n")}\n${rest}`;
const good = "a:\n  task: t\n  with: { x: v }";

test.each([
  // tasks
  [
    "a condition on a number beyond the range",
    workflow(
      "a:\n  switch:\n    - when: ${inputs.s} > 1e999\n      then: { task: t, with: { x: v } }\n  else: { fail: no }",
    ),
    "InvalidCondition 18:33 1e999 is too large for a number",
    "Compare with an int of 64 bits, or a number that a float can hold",
  ],
  [
    "a float beyond the range",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: { type: float, default: 1e999 }\n",
    "MismatchingTypes 5:34 The default of x: 1e999 does not fit a float",
    "Write inf if you mean it",
  ],
  [
    "a misspelt key",
    "tasks:\n  t:\n    imag: b\n",
    'UnknownKey 3:5 "imag" is not a key of the task t',
    'Did you mean "image"?',
  ],
  [
    "a key of nothing",
    "tasks:\n  t:\n    image: b\n    zebra: b\n",
    'UnknownKey 4:5 "zebra" is not a key of the task t',
    /^Known keys: description, image/,
  ],
  [
    "a key in snake case",
    `${workflow(good, "    on_failure: { task: t }\n")}`,
    'UnknownKey 19:5 "on_failure" is not a key of the workflow w',
    'Did you mean "onFailure"?',
  ],
  ["a list where a map is due", "tasks: [1]\n", "WrongKind 1:8 tasks must be a map of names; this is a list", ""],
  [
    "a task that is a text",
    "tasks:\n  t: busybox\n",
    'WrongKind 2:6 The task t must be a map; this is the text "busybox"',
    "",
  ],
  ["no image", "tasks:\n  t:\n    script: x\n", "ValueRequired 2:3 The task needs an image", /busybox/],
  [
    "script and command",
    "tasks:\n  t:\n    image: b\n    script: x\n    command: [a]\n",
    "ConflictingKeys 5:5 script stands for the command, so command cannot be given too",
    "Remove command",
  ],
  [
    "a timeout without unit",
    "tasks:\n  t:\n    image: b\n    timeout: 30\n",
    "InvalidValue 4:14 timeout must be a duration such as 30s, 5m, 1h30m or PT1H30M; this is 30",
    "Add the unit: 30s",
  ],
  [
    "a timeout of nothing",
    "tasks:\n  t:\n    image: b\n    timeout: 0s\n",
    "InvalidValue 4:14 timeout must be longer than nothing",
    "",
  ],
  [
    "negative retries",
    "tasks:\n  t:\n    image: b\n    retries: -1\n",
    "WrongKind 4:14 retries must be a whole number from 0 to 1000000; this is the number -1",
    "",
  ],
  [
    "a cache without version",
    "tasks:\n  t:\n    image: b\n    cache: true\n",
    "InvalidValue 4:12 cache needs a version",
    /Write a version/,
  ],
  [
    "yes for true",
    "tasks:\n  t:\n    image: b\n    interruptible: yes\n",
    'WrongKind 4:20 interruptible must be true or false; this is the text "yes"',
    "",
  ],
  [
    "an unknown format",
    "tasks:\n  t:\n    image: b\n    dataFormat: jsn\n",
    'InvalidValue 4:17 dataFormat cannot be the text "jsn"; write json, yaml, proto',
    'Did you mean "json"?',
  ],
  [
    "a name with a blank",
    "tasks:\n  my task:\n    image: b\n  u: { image: b }\n",
    'InvalidName 2:3 "my task" cannot be the name of a task; use letters, digits, _, - and .',
    "Call it my_task",
  ],
  [
    "an input with a dash",
    "tasks:\n  t:\n    image: b\n    inputs: { a-b: int }\n",
    'InvalidName 4:15 "a-b" cannot be the name of an input or output; use letters, digits and _',
    "Call it a_b",
  ],
  [
    "an unknown type",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: strin\n",
    'UnknownType 5:10 "strin" is not a type.',
    "Did you mean string?",
  ],
  [
    "an unknown type inside another",
    "tasks:\n  t:\n    image: b\n    inputs:\n      y: list[itn]\n",
    'UnknownType 5:15 "itn" is not a type.',
    "Did you mean int?",
  ],
  [
    "a default of another type",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: { type: int, default: many }\n",
    'MismatchingTypes 5:32 The default of x: Expected a whole number, not the text "many"',
    "",
  ],
  [
    "a default that is none of an enum",
    'tasks:\n  t:\n    image: b\n    inputs:\n      e: { type: "enum[red, green]", default: gren }\n',
    'MismatchingTypes 5:47 The default of e: The text "gren" is none of the enum\'s values (red, green).',
    'Did you mean "green"?',
  ],
  [
    "a reference as default",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: { type: string, default: '${a.b}' }\n",
    "MisplacedReference 5:35 A reference cannot stand here: ${a.b}",
    /write \$\$\{/,
  ],
  [
    "an input that is required and has a default",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: { type: int, default: 1, required: true }\n",
    "ConflictingKeys 5:45 x has a default, so it is not required",
    "Remove required, or the default",
  ],
  [
    "an input that is not required and must be given",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: { type: int, required: false }\n",
    "ConflictingKeys 5:33 x can only be left out if it has a default or an optional type",
    "Make its type int?",
  ],
  [
    "an output with a default",
    "tasks:\n  t:\n    image: b\n    outputs:\n      x: { type: int, default: 1 }\n",
    "ConflictingKeys 5:32 The output x cannot have a default: the task writes it",
    "Remove it",
  ],
  [
    "a schema of something else",
    "tasks:\n  t:\n    image: b\n    inputs:\n      x: { type: int, schema: { type: object } }\n",
    "ConflictingKeys 5:31 Only a struct can have a schema; x is int",
    "",
  ],
  [
    "a dataset for a container",
    "tasks:\n  t:\n    image: b\n    outputs:\n      x: dataset\n",
    "InvalidValue 5:7 x is a dataset, which a container cannot read or write as a file",
    "Use file[parquet] or dir[parquet]",
  ],
  [
    "a cache that ignores nothing",
    "tasks:\n  t:\n    image: b\n    inputs: { seed: int }\n    cache: { version: '1', ignore: [sed] }\n",
    'VariableNameNotFound 5:37 The task has no input "sed" that its cache could ignore',
    'Did you mean "seed"?',
  ],
  [
    "a secret in both ways",
    "tasks:\n  t:\n    image: b\n    secrets: [{ group: g, key: k, env: E, file: F }]\n",
    "ConflictingKeys 4:49 A secret is given as env or as file, not as both",
    /twice/,
  ],
  [
    "a pod with two containers",
    "tasks:\n  t:\n    pod: { containers: [{ name: a }, { name: b }] }\n",
    "InvalidValue 3:24 A pod needs exactly one container, with a name",
    /containers/,
  ],
  [
    "a pod with an image",
    "tasks:\n  t:\n    image: b\n    pod: { containers: [{ name: a }] }\n",
    "ConflictingKeys 3:5 pod says what runs, so image cannot be given too",
    "Remove image",
  ],
  [
    "a script of another type",
    "tasks:\n  t:\n    type: core-sleep\n    script: x\n",
    "ConflictingKeys 4:5 A task of type core-sleep without an image has no container for script",
    "Remove script",
  ],
  // nodes
  [
    "a node that is nothing",
    workflow("a:\n  with:\n    x: v"),
    "ValueRequired 16:7 The node a does not say what it is",
    /Give it one of the keys task/,
  ],
  [
    "a node that is two things",
    workflow("a:\n  task: t\n  sleep: 3s"),
    "ConflictingKeys 18:9 The node a cannot be both task and sleep",
    /Remove one/,
  ],
  [
    "a key of another kind of node",
    workflow("a:\n  sleep: 3s\n  concurrency: 2"),
    "ConflictingKeys 18:9 A sleep node has no concurrency",
    "concurrency belongs to map nodes",
  ],
  [
    "a reserved id",
    workflow("inputs:\n  sleep: 3s"),
    'InvalidName 16:7 A node cannot be called "inputs": the name has a meaning of its own',
    "Call it something else",
  ],
  [
    "an id with a blank",
    workflow("a b:\n  sleep: 3s"),
    'InvalidName 16:7 "a b" cannot be a node\'s id; use at most 63 letters, digits, _ and -',
    "Call it a_b",
  ],
  ["no nodes", `${task}workflows:\n  w:\n    nodes:\n`, "ValueRequired 12:5 A workflow needs a node", /first/],
  [
    "an unknown task",
    workflow("a:\n  task: tt"),
    'TaskReferenceNotFound 17:15 There is no task "tt" in this file, nor registered in flytesnacks/development',
    'Did you mean "t"?',
  ],
  [
    "a workflow as task",
    workflow("a:\n  task: v\nb:\n  sleep: 1s", "  v: { nodes: { a: { sleep: 1s } } }\n"),
    'TaskReferenceNotFound 17:15 There is no task "v" in this file, nor registered in flytesnacks/development',
    "v is a workflow; write workflow: v",
  ],
  [
    "an unknown input of the task",
    workflow("a:\n  task: t\n  with:\n    xx: v"),
    'VariableNameNotFound 19:11 The task t has no input "xx"',
    'Did you mean "x"?',
  ],
  [
    "a constant of another type",
    workflow("a:\n  task: t\n  with:\n    x: v\n    n: seven"),
    'MismatchingTypes 20:14 n: Expected a whole number, not the text "seven"',
    "",
  ],
  [
    "after nothing",
    workflow("a:\n  task: t\n  after: [b]\n  with: {x: v}"),
    'NodeReferenceNotFound 18:17 There is no node "b"',
    'Did you mean "a"?',
  ],
  [
    "after itself",
    workflow("a:\n  task: t\n  after: [a]\n  with: {x: v}"),
    "CycleDetected 18:17 The node a cannot come after itself",
    "Remove it",
  ],
  [
    "a map over nothing",
    workflow("a:\n  map: t\n  with:\n    x: v"),
    "ValueRequired 16:7 A map needs over: the inputs whose lists it runs through",
    /Add over/,
  ],
  [
    "a map over and with the same",
    workflow("a:\n  map: t\n  over: { x: [v] }\n  with: { x: v }"),
    "ConflictingKeys 19:17 x is mapped over, so it cannot stand in with too",
    /Remove it/,
  ],
  [
    "two ways of succeeding",
    workflow("a:\n  map: t\n  over: { x: [v] }\n  minSuccesses: 1\n  minSuccessRatio: 0.5"),
    "ConflictingKeys 20:26 A map has minSuccesses or minSuccessRatio, not both",
    "Remove one of them",
  ],
  [
    "a ratio above one",
    workflow("a:\n  map: t\n  over: { x: [v] }\n  minSuccessRatio: 2"),
    "WrongKind 19:26 minSuccessRatio must be a number above 0 and at most 1; this is the number 2",
    "",
  ],
  // references
  [
    "a reference to no node",
    workflow("a:\n  task: t\n  with:\n    x: ${b.y}"),
    'NodeReferenceNotFound 19:16 There is no node "b"',
    'Did you mean "a"?',
  ],
  [
    "a reference to no output",
    workflow(`${good}\nb:\n  task: t\n  with:\n    x: \${a.yy}`),
    'VariableNameNotFound 22:18 The node a has no output "yy"',
    'Did you mean "y"?',
  ],
  [
    "a reference to no input",
    workflow("a:\n  task: t\n  with:\n    x: ${inputs.z}"),
    'VariableNameNotFound 19:23 The workflow has no input "z"',
    'Did you mean "s"?',
  ],
  [
    "a reference to a whole node",
    workflow(`${good}\nb:\n  task: t\n  with:\n    x: \${a}`),
    "InvalidReference 22:14 ${a} names a node; a reference names an output of it",
    "Write ${a.y}",
  ],
  [
    "an input as node",
    workflow("a:\n  task: t\n  with:\n    x: ${s}"),
    'NodeReferenceNotFound 19:16 There is no node "s"',
    "It is a workflow input: ${inputs.s}",
  ],
  [
    "a reference in a longer text",
    workflow("a:\n  task: t\n  with:\n    x: hi ${inputs.s}"),
    'PartialReference 19:17 A reference must be the whole value; "hi ${inputs.s}" holds ${inputs.s} and more',
    "Let a task put the text together, and refer to its output",
  ],
  [
    "two references in one text",
    workflow('a:\n  task: t\n  with:\n    x: "${inputs.s}${inputs.s}"'),
    'PartialReference 19:15 A reference must be the whole value; "${inputs.s}${inputs.s}" holds ${inputs.s} and more',
    /task/,
  ],
  [
    "a reference that is not closed",
    workflow("a:\n  task: t\n  with:\n    x: ${inputs.s"),
    "InvalidReference 19:14 This reference is not closed; write }",
    /A reference is/,
  ],
  [
    "an error outside onFailure",
    workflow("a:\n  task: t\n  with:\n    x: ${error}"),
    "MisplacedReference 19:14 ${error} stands only in onFailure",
    "",
  ],
  [
    "a node's output in onFailure",
    workflow(good, "    onFailure:\n      task: t\n      with:\n        x: ${a.y}\n"),
    "MisplacedReference 22:12 onFailure cannot use ${a.y}: that node may be what failed",
    /Use \$\{inputs/,
  ],
  [
    "an error for another input",
    workflow(good, "    onFailure:\n      task: t\n      with:\n        x: ${error}\n"),
    "MisplacedReference 22:12 ${error} can only be the value of an input called err",
    "",
  ],
  [
    "a switch in onFailure",
    workflow(good, "    onFailure:\n      sleep: 3s\n"),
    "ConflictingKeys 19:5 onFailure can be a task or a workflow, not a sleep",
    /workflow of its own/,
  ],
  // switches
  [
    "a switch without else",
    workflow("a:\n  switch:\n    - when: ${inputs.s} == 'x'\n      then: { task: t, with: { x: v } }"),
    "ValueRequired 16:7 A switch needs else: what happens when no condition holds",
    /Add else/,
  ],
  [
    "a switch without cases",
    workflow("a:\n  switch: []\n  else: { fail: no }"),
    "ValueRequired 16:7 A switch needs a case",
    /Add/,
  ],
  [
    "a case without then",
    workflow(
      "a:\n  switch:\n    - when: ${inputs.s} == 'x'\n    - when: ${inputs.s} == 'y'\n      then: { sleep: 1s }\n  else: { fail: no }",
    ),
    'ValueRequired 18:13 switch[0] needs the key "then"',
    /node to run/,
  ],
  [
    "one = in a condition",
    workflow(
      "a:\n  switch:\n    - when: ${inputs.s} = 'x'\n      then: { task: t, with: { x: v } }\n  else: { fail: no }",
    ),
    "InvalidCondition 18:31 Write ==, not =",
    "Write ==",
  ],
  [
    "a condition on nothing",
    workflow(
      "a:\n  switch:\n    - when: ${inputs.q} == 'x'\n      then: { task: t, with: { x: v } }\n  else: { fail: no }",
    ),
    'VariableNameNotFound 18:28 The workflow has no input "q"',
    'Did you mean "s"?',
  ],
  [
    "a reference alone as condition",
    workflow("a:\n  switch:\n    - when: ${inputs.s}\n      then: { task: t, with: { x: v } }\n  else: { fail: no }"),
    "InvalidCondition 18:19 ${inputs.s} alone is no condition; compare it, as in ${inputs.s} == true",
    "Write ${inputs.s} == true",
  ],
  [
    "an output of some branches only",
    workflow(
      "a:\n  switch:\n    - when: ${inputs.s} == 'x'\n      then: { task: t, with: { x: v } }\n  else: { sleep: 1s }",
      "    outputs:\n      o: ${a.y}\n",
    ),
    'VariableNameNotFound 22:14 Only some branches of a have the output "y"',
    "Give it to every branch",
  ],
  // outputs
  [
    "an output of mixed types",
    workflow(good, "    outputs:\n      o: [1, a]\n"),
    "UndeterminedType 20:10 The type of the output o cannot be told from its value",
    /\{ type: <type>, value: … \}/,
  ],
  [
    "an output bound to nothing",
    workflow(good, "    outputs:\n      o:\n"),
    "ValueRequired 20:7 The output o is bound to nothing",
    /reference/,
  ],
  // launch plans
  [
    "a plan of no workflow",
    `${task}launchPlans:\n  l: { workflow: ww }\n`,
    'WorkflowReferenceNotFound 11:18 There is no workflow "ww" in this file, nor registered in flytesnacks/development',
    /Define it/,
  ],
  [
    "a plan that gives no input",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    inputs: { ss: a }\n"),
    'VariableNameNotFound 22:15 The workflow w has no input "ss"',
    'Did you mean "s"?',
  ],
  [
    "a fixed input with a default",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    inputs: { s: a }\n    fixedInputs: { s: b }\n"),
    "ConflictingKeys 22:15 s is fixed, so it cannot have a default too",
    /Remove it/,
  ],
  [
    "a period of no whole minutes",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    schedule: { every: 90s }\n"),
    "InvalidValue 22:24 A schedule runs every so many whole minutes, hours or days; 90s is none",
    /Round it/,
  ],
  [
    "a schedule of two kinds",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    schedule: { every: 5m, cron: '@daily' }\n"),
    "ConflictingKeys 22:24 A schedule has cron or every, not both",
    /Remove one/,
  ],
  [
    "a schedule of no kind",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    schedule: {}\n"),
    "ValueRequired 22:5 A schedule needs cron or every",
    /cron/,
  ],
  [
    "a kickoff time that is a text",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    schedule: { every: 5m, kickoffTimeInput: s }\n"),
    "MismatchingTypes 22:46 The scheduled time is a datetime; the input s is string",
    /datetime/,
  ],
  [
    "a notification to nobody",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    notify: [{ on: [failed] }]\n"),
    "ValueRequired 22:14 The notification says nobody to tell",
    /email/,
  ],
  [
    "a notification of no phase",
    workflow(good, "launchPlans:\n  l:\n    workflow: w\n    notify: [{ on: [faild], email: [a@b.c] }]\n"),
    'InvalidValue 22:21 on[0] cannot be the text "faild"; write succeeded, failed, aborted, timed_out',
    'Did you mean "failed"?',
  ],
])("%s is one error with its place and remedy", (_what, text, expected, hint) => {
  const errors = readText(text).diagnostics.filter((each) => each.severity === "error");
  expect(errors.map(brief)).toEqual([expected]);
  const [first] = errors[0]?.hints ?? [];
  if (typeof hint === "string") expect(first?.text ?? "").toBe(hint);
  else expect(first?.text).toMatch(hint);
});

test("one bad task hides neither the errors of the next nor the good ones", () => {
  const { diagnostics, entities } = readText(
    "tasks:\n  a: { image: b, retries: x }\n  c: { image: b }\n  d: { image: b, zebra: 1 }\nworkflows:\n  w: { nodes: { n: { task: c } } }\n  v: { nodes: { n: { task: a }, m: { task: d } } }\n",
  );
  expect(diagnostics.map((each) => [each.code, each.entity.split(":")[2]])).toEqual([
    ["WrongKind", "a"],
    ["UnknownKey", "d"],
    ["SkippedEntity", "v"],
    ["SkippedEntity", "v"],
  ]);
  expect(entities.map((each) => `${each.kind} ${each.id.name}`)).toEqual(["task c", "workflow w", "launchPlan w"]);
});

test("errors in one node hide neither those of the next nor make its readers wrong", () => {
  const nodes =
    "a:\n  task: nope\nb:\n  task: t\n  with:\n    x: ${a.anything}\nc:\n  task: t\n  with:\n    x: ${a.y}\n    n: ${b.z}";
  const errors = readText(workflow(nodes)).diagnostics;
  expect(errors.map((each) => [each.code, each.nodeId])).toEqual([
    ["TaskReferenceNotFound", "a"],
    ["VariableNameNotFound", "c"],
  ]);
});

test("a workflow that contains itself is told with the circle", () => {
  const { diagnostics, entities } = readText(
    "workflows:\n  a: { nodes: { n: { workflow: b } } }\n  b: { nodes: { n: { launchPlan: a } } }\n",
  );
  expect(diagnostics.find((each) => each.code === "CycleDetected")?.data).toEqual({ cycle: ["a", "b", "a"] });
  expect(entities).toEqual([]);
});

test("the edits of hints mend what they were made for", () => {
  let text = workflow("a:\n  tsk: t\n  with:\n    x: ${s}\nb:\n  task: t\n  with:\n    x: v\n    n: ${a.yy}").replace(
    "tsk",
    "task",
  );
  for (let round = 0; round < 5; round++) {
    const [found] = readText(text).diagnostics;
    if (!found) break;
    text = applyFirstEdit(text, found);
  }
  expect(readText(text).diagnostics).toEqual([]);
});

test("nearly as many brackets on one line as nest too deep are told from it in no time", () => {
  const members = Array.from({ length: 16 }, (_, at) => [`member ${at}`, ["x".repeat(5_000)]]);
  const before = performance.now();
  const { entities } = readText(JSON.stringify({ tasks: { t: { type: "x", custom: Object.fromEntries(members) } } }));
  expect(entities).toHaveLength(1);
  expect(performance.now() - before).toBeLessThan(2_000);
});

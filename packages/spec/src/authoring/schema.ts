/**
 * The shape of the concise form: its one source of truth. Types, reading and the JSON Schema all come from here;
 * what each key lowers to is said in the lower-*.ts files.
 */
import type { DocNode, DocScalar } from "./document.ts";
import {
  anyMap,
  anything,
  defined,
  either,
  type Fields,
  flag,
  type JsonSchema,
  list,
  mapped,
  named,
  object,
  type Read,
  ratio,
  type Shape,
  text,
  whole,
  word,
} from "./shape.ts";
import type { Span } from "./source-text.ts";

const mostRetries = 1_000_000;
const mostItems = 4_294_967_295; // uint32

const typeText = text({ type: "string", examples: ["int", "list[string]", "file[csv]", "string?"] });
const durationText = text({ type: "string", examples: ["30s", "5m", "1h30m", "PT1H"] });
const quantity = text({ type: ["string", "number"], examples: ["250m", "2", "64Mi"] });
const nameMap = { propertyNames: { pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*$" } };
const variableMap = { propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } };
const plainMap: JsonSchema = { additionalProperties: true };
const reference = anything({
  description: `A value, or a reference such as \${node.output} or \${inputs.name}, also inside lists and maps.`,
});

/** An input: its type, or the long form. */
export interface VariableDoc {
  readonly type?: DocScalar;
  readonly schema?: DocNode;
  readonly default?: DocNode;
  readonly description?: DocScalar;
  readonly required?: { readonly value: boolean; readonly node: DocScalar };
  readonly at: DocNode;
  readonly head: Span;
}

const longVariable = object({
  type: { shape: typeText, doc: "The type, such as int, list[string], file[csv] or string?.", required: true },
  default: { shape: anything(), doc: "The value where none is given, read by the type." },
  description: { shape: text(), doc: "What the value is for." },
  required: { shape: flag(), doc: "false: may be left out; needs a default or an optional type." },
  schema: { shape: anyMap(plainMap), doc: "JSON Schema of a struct; goes into the type's metadata." },
});

const variable: Shape<VariableDoc> = defined("variable", "A variable", () =>
  either<VariableDoc, VariableDoc>(
    mapped(typeText, (type, place) => ({ type, at: type, head: place.head })),
    longVariable,
  ),
);

/** The name of a task, workflow or launch plan; with version, project or domain where it must be an exact one. */
export interface EntityRefDoc {
  readonly name?: DocScalar;
  readonly version?: DocScalar;
  readonly project?: DocScalar;
  readonly domain?: DocScalar;
  readonly at: DocNode;
}

const entityRef: Shape<EntityRefDoc> = defined("reference", "A reference to an entity", () =>
  either<EntityRefDoc, EntityRefDoc>(
    mapped(text({ type: "string" }), (name) => ({ name, at: name })),
    object({
      name: { shape: text({ type: "string" }), doc: "Its name.", required: true },
      version: { shape: text(), doc: "Exactly this version; without it, the newest." },
      project: { shape: text({ type: "string" }), doc: "Its project, where it is not the one this is given for." },
      domain: { shape: text({ type: "string" }), doc: "Its domain, where it is not the one this is given for." },
    }),
  ),
);

/** What a container asks for; a plain value is request and limit at once. */
export interface AmountDoc {
  readonly request?: DocScalar;
  readonly limit?: DocScalar;
  readonly at: DocNode;
}

const amount: Shape<AmountDoc> = defined("amount", "An amount", () =>
  either<AmountDoc, AmountDoc>(
    mapped(quantity, (value) => ({ request: value, limit: value, at: value })),
    object({
      request: { shape: quantity, doc: "Reserved for the container." },
      limit: { shape: quantity, doc: "The container gets no more than this." },
    }),
  ),
);

const resources = defined("resources", "Resources of a container", () =>
  object({
    cpu: { shape: amount, doc: "Processors, such as 2, 0.5 or 250m." },
    memory: { shape: amount, doc: "Memory, such as 64Mi or 2Gi." },
    gpu: { shape: amount, doc: "GPUs, a whole number." },
    ephemeralStorage: { shape: amount, doc: "Scratch space on disk, such as 1Gi." },
  }),
);
export type ResourcesDoc = Read<typeof resources>;

/** `false`, a version, or the long form. */
export interface CacheDoc {
  readonly off?: boolean;
  readonly version?: DocScalar;
  readonly serializable?: { readonly value: boolean; readonly node: DocScalar };
  readonly ignore?: readonly DocScalar[];
  readonly at: DocNode;
}

const cache: Shape<CacheDoc> = defined("cache", "Caching of outputs", () =>
  either<CacheDoc, CacheDoc>(
    mapped(text({ type: ["string", "number", "boolean"] }), (value, place, findings) => {
      if (value.value === false) return { off: true, at: value };
      if (value.value !== true) return { version: value, at: value };
      findings.add({
        code: "InvalidValue",
        message: `${place.what} needs a version`,
        span: value,
        hints: [
          findings.replacing(value, '"1.0"', 'Write a version, such as "1.0"; change it when the outputs change'),
        ],
      });
      return undefined;
    }),
    object({
      version: { shape: text(), doc: "Outputs are found again as long as this stays the same.", required: true },
      serializable: { shape: flag(), doc: "Of equal runs at the same time only one does the work." },
      ignore: { shape: list(text()), doc: "Inputs that make no difference to the outputs." },
    }),
  ),
);

const secret = object({
  group: { shape: text(), doc: "The secret's group.", required: true },
  key: { shape: text(), doc: "Its key in the group.", required: true },
  env: { shape: text(), doc: "Given as an environment variable of this name." },
  file: { shape: text(), doc: "Given as a file; this environment variable holds its path." },
});
export type SecretDoc = Read<typeof secret>;

const timing = {
  retries: { shape: whole(0, mostRetries), doc: "How often it is tried again after it failed." },
  timeout: { shape: durationText, doc: "The longest it may take, such as 5m." },
  interruptible: { shape: flag(), doc: "Whether it may run on machines that can be taken away." },
  cache: { shape: cache, doc: "Reuse outputs of an earlier run with the same inputs and version." },
};

const task = defined("task", "A task", () =>
  object({
    description: { shape: text(), doc: "What it does." },
    image: { shape: text({ type: "string" }), doc: "The container image, such as busybox:1.36." },
    inputs: { shape: named(variable, variableMap), doc: "Inputs; each is a file /var/inputs/<name>." },
    outputs: { shape: named(variable, variableMap), doc: "Outputs; each is read from /var/outputs/<name>." },
    command: { shape: list(text()), doc: "The program and its first arguments; may hold {{.inputs.<name>}}." },
    args: { shape: list(text()), doc: "Arguments; may hold {{.inputs.<name>}}." },
    script: {
      shape: text({ type: "string" }),
      doc: "Run by sh -euc; inputs are $INPUTS/<name>, outputs $OUTPUTS/<name>.",
    },
    env: { shape: named(text()), doc: "Environment variables." },
    resources: { shape: resources, doc: "What the container needs." },
    ...timing,
    secrets: { shape: list(secret), doc: "Secrets the container may read." },
    dataFormat: { shape: word(["json", "yaml", "proto"]), doc: "The format of the file that holds all inputs." },
    type: { shape: text({ type: "string" }), doc: "Another task type, such as core-sleep." },
    custom: { shape: anyMap(plainMap), doc: "Settings of that task type." },
    pod: { shape: anyMap(plainMap), doc: "A Kubernetes pod spec with one container, in place of image and command." },
  }),
);
export type TaskDoc = Read<typeof task>;

const nodeFields = {
  task: { shape: entityRef, doc: "Run this task." },
  workflow: { shape: entityRef, doc: "Run this workflow as a part of this one." },
  launchPlan: { shape: entityRef, doc: "Launch this plan as an execution of its own." },
  map: { shape: entityRef, doc: "Run this task once per element of the lists in over." },
  switch: {
    shape: list(
      object({
        when: {
          shape: text({ type: "string" }),
          doc: `A condition, such as \${inputs.n} > 3 and \${a.ok} == true.`,
          required: true,
        },
        then: { shape: innerNode(), doc: "The node to run when it holds.", required: true },
      }),
    ),
    doc: "Run the node of the first condition that holds.",
  },
  approve: { shape: text({ type: "string" }), doc: "Wait until somebody approves; this is what they are asked." },
  signal: {
    shape: object({ type: { shape: typeText, doc: "The type of the value.", required: true } }),
    doc: "Wait for a value from outside; it is the output called value.",
  },
  sleep: { shape: durationText, doc: "Wait this long." },
  with: { shape: named(reference, variableMap), doc: "Inputs: values or references." },
  over: { shape: named(reference, variableMap), doc: "Of a map: the lists whose elements are run." },
  concurrency: { shape: whole(1, mostItems), doc: "Of a map: how many run at the same time." },
  minSuccesses: { shape: whole(0, mostItems), doc: "Of a map: how many must succeed." },
  minSuccessRatio: { shape: ratio(), doc: "Of a map: which part must succeed." },
  else: {
    shape: anything({
      anyOf: [
        { $ref: "#/$defs/node" },
        { type: "object", properties: { fail: { type: "string" } }, required: ["fail"], additionalProperties: false },
      ],
    }),
    doc: "Of a switch: the node when no condition holds, or fail: with a message.",
  },
  after: { shape: list(text({ type: "string" })), doc: "Nodes that must have ended before, without passing data." },
  name: { shape: text({ type: "string" }), doc: "What it is called on screens." },
  ...timing,
  resources: { shape: resources, doc: "In place of the task's." },
  image: { shape: text({ type: "string" }), doc: "In place of the task's." },
  env: { shape: named(text()), doc: "Environment variables, added to the task's." },
};

/** The keys of which a node has exactly one: they say what it is. */
export const nodeKinds = ["task", "workflow", "launchPlan", "map", "switch", "approve", "signal", "sleep"] as const;
export type NodeKind = (typeof nodeKinds)[number];

export const nodeShape = defined("node", "A node", () =>
  object(nodeFields, { oneOf: nodeKinds.map((kind) => ({ required: [kind] })) }),
);
export type NodeDoc = Fields<typeof nodeFields>;

/** A node inside another: read only when it is lowered, because it is of the same shape as what holds it. */
function innerNode(): Shape<DocNode> {
  return anything({ $ref: "#/$defs/node" });
}

/** What stands in `else` in place of a node. */
export const elseFailShape = object({
  fail: { shape: text({ type: "string" }), doc: "The error when no condition holds.", required: true },
});

const workflow = defined("workflow", "A workflow", () =>
  object({
    description: { shape: text(), doc: "What it does." },
    inputs: { shape: named(variable, variableMap), doc: "Inputs; defaults become parameters of its launch plan." },
    nodes: { shape: named(anything({ $ref: "#/$defs/node" }), nameMap), doc: "The nodes, by id.", required: true },
    outputs: {
      shape: named(anything({ anyOf: [{ type: "string" }, {}] }), variableMap),
      doc: "Outputs: references or values; or { type, value, description } where the type cannot be told.",
    },
    onFailure: { shape: anything({ $ref: "#/$defs/node" }), doc: "A task or workflow to run when this one failed." },
    failurePolicy: {
      shape: word(["fail_immediately", "fail_after_executable_nodes_complete"]),
      doc: "What becomes of the other nodes when one failed.",
    },
    interruptible: { shape: flag(), doc: "Whether its nodes may run on machines that can be taken away." },
  }),
);
export type WorkflowDoc = Read<typeof workflow>;

/** `{ type, value, description }`: an output whose type is said. */
export const longOutputShape = object({
  type: { shape: typeText, doc: "The type.", required: true },
  value: { shape: reference, doc: "A value or a reference.", required: true },
  description: { shape: text(), doc: "What the value is." },
});

const schedule = object({
  cron: {
    shape: text({ type: "string" }),
    doc: "Five fields (minute hour day month weekday), or @hourly and the like.",
  },
  every: { shape: durationText, doc: "A period of whole minutes, hours or days, such as 15m." },
  kickoffTimeInput: { shape: text({ type: "string" }), doc: "The datetime input that gets the scheduled time." },
});
export type ScheduleDoc = Read<typeof schedule>;

const notification = object({
  on: {
    shape: list(word(["succeeded", "failed", "aborted", "timed_out"])),
    doc: "The outcomes to tell of.",
    required: true,
  },
  email: { shape: list(text({ type: "string" })), doc: "Addresses to write to." },
  slack: { shape: list(text({ type: "string" })), doc: "Addresses of Slack channels." },
  pagerDuty: { shape: list(text({ type: "string" })), doc: "Addresses of PagerDuty services." },
});
export type NotificationDoc = Read<typeof notification>;

const launchPlan = defined("launchPlan", "A launch plan", () =>
  object({
    workflow: { shape: entityRef, doc: "The workflow it launches.", required: true },
    inputs: { shape: named(anything(), variableMap), doc: "Defaults that a launch may override." },
    fixedInputs: { shape: named(anything(), variableMap), doc: "Values that a launch may not override." },
    schedule: { shape: schedule, doc: "When it launches by itself." },
    notify: { shape: list(notification), doc: "Whom to tell about the outcome." },
    maxParallelism: {
      shape: whole(0, 2_147_483_647),
      doc: "How many task nodes may run at the same time; 0: no limit.",
    },
    labels: { shape: named(text()), doc: "Labels of its executions." },
  }),
);
export type LaunchPlanDoc = Read<typeof launchPlan>;

/** The sections of a file; what stands in them is read entity by entity, so that one mistake hides no other. */
export const fileShape = object({
  version: { shape: text(), doc: "The version of everything in this file; without it, a hash of the content." },
  tasks: { shape: named(anything({ $ref: "#/$defs/task" }), nameMap), doc: "Tasks, by name." },
  workflows: { shape: named(anything({ $ref: "#/$defs/workflow" }), nameMap), doc: "Workflows, by name." },
  launchPlans: { shape: named(anything({ $ref: "#/$defs/launchPlan" }), nameMap), doc: "Launch plans, by name." },
});

export const taskShape = task;
export const workflowShape = workflow;
export const launchPlanShape = launchPlan;

/** The keys by which a concise file is known. */
export const sectionKeys = ["tasks", "workflows", "launchPlans"] as const;

/** JSON Schema 2020-12 of the concise form, with descriptions for completion and hover; served as /schema/v1.json. */
export function authoringJsonSchema(): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const file = fileShape.describe(definitions);
  for (const shape of [task, nodeShape, workflow, launchPlan]) shape.describe(definitions);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "/schema/v1.json",
    title: "Skein: Flyte tasks, workflows and launch plans",
    ...file,
    anyOf: sectionKeys.map((key) => ({ required: [key] })),
    $defs: Object.fromEntries(definitions),
  };
}

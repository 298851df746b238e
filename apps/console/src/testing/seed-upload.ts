import { create } from "@bufbuild/protobuf";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type TypedInterface, TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import {
  CheckedEntity_Change as Change,
  type CheckResponse,
  CheckResponseSchema,
  type Example,
  ExampleSchema,
  CheckedFile_Format as Format,
  type Graph,
  GraphSchema,
  GraphNode_Kind as Kind,
  Diagnostic_Severity as Severity,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { parseLiteralType } from "@skein/spec/literal-type";
import { domain, project } from "./seed-executions.ts";

/** What a check of a mixed upload answers: every change, an error, a conflict and a refused file. */

function interfaceOf(inputs: Record<string, string>, outputs: Record<string, string>): TypedInterface {
  const variables = (types: Record<string, string>) => ({
    variables: Object.fromEntries(
      Object.entries(types).map(([name, type]) => {
        const { type: parsed } = parseLiteralType(type);
        return [
          name,
          { ...(parsed ? { type: parsed } : {}), description: name === "day" ? "First instant of the window." : "" },
        ];
      }),
    ),
  });
  return create(TypedInterfaceSchema, { inputs: variables(inputs), outputs: variables(outputs) });
}

export const seedGraph: Graph = create(GraphSchema, {
  nodes: [
    { path: "start-node", id: "start-node", name: "start", kind: Kind.START },
    { path: "resolve", id: "resolve", name: "resolve_window", kind: Kind.TASK, target: "resolve_window" },
    { path: "orders", id: "orders", name: "extract_orders", kind: Kind.TASK, target: "extract_orders" },
    { path: "events", id: "events", name: "extract_events", kind: Kind.TASK, target: "extract_events", retries: 3 },
    { path: "checked", id: "checked", name: "validate", kind: Kind.WORKFLOW, target: "etl.validate" },
    { path: "checked/n0", parent: "checked", id: "n0", name: "schema_check", kind: Kind.TASK, target: "schema_check" },
    { path: "checked/n1", parent: "checked", id: "n1", name: "range_check", kind: Kind.TASK, target: "range_check" },
    { path: "build", id: "build", name: "build_features", kind: Kind.MAP, target: "build_features" },
    { path: "publish", id: "publish", name: "publish_features", kind: Kind.TASK, target: "publish_features" },
    { path: "end-node", id: "end-node", name: "end", kind: Kind.END },
  ],
  edges: [
    { from: "start-node", to: "resolve", bindings: [{ output: "day", input: "day", type: "datetime" }] },
    { from: "resolve", to: "orders", bindings: [{ output: "window", input: "window", type: "string" }] },
    { from: "resolve", to: "events" },
    { from: "orders", to: "checked" },
    { from: "events", to: "checked" },
    { from: "checked/n0", to: "checked/n1" },
    { from: "checked", to: "build" },
    { from: "build", to: "publish" },
    { from: "publish", to: "end-node" },
  ],
});

export const seedInterface = interfaceOf(
  { day: "datetime", lookback: "duration", regions: "list[enum[eu, us, apac]]", dry_run: "bool" },
  { features: "dataset[parquet]", rows: "int" },
);

function entity(
  type: ResourceType,
  name: string,
  change: Change,
  differences: string[] = [],
  errors = 0,
  warnings = 0,
) {
  const isWorkflow = type === ResourceType.WORKFLOW;
  return {
    id: { resourceType: type, project, domain, name, version: "3f9c1e20a7b44c10" },
    change,
    file: "features/workflow.yaml",
    errors,
    warnings,
    interface: seedInterface,
    ...(isWorkflow ? { graph: seedGraph } : {}),
    differences,
    range: { start: { line: 12, col: 3 }, end: { line: 30, col: 1 } },
    launchPlan: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version: "3f9c1e20a7b44c10" },
  };
}

const { TASK, WORKFLOW, LAUNCH_PLAN } = ResourceType;

export const goodCheck: CheckResponse = create(CheckResponseSchema, {
  files: [{ name: "features/workflow.yaml", sizeBytes: 2140n, format: Format.CONCISE, entities: 5 }],
  entities: [
    entity(TASK, "etl.extract_orders", Change.SAME),
    entity(TASK, "etl.extract_events", Change.CHANGED, ["retries 2 → 3"]),
    entity(TASK, "ml.drift_report", Change.NEW),
    entity(WORKFLOW, "etl.validate", Change.SAME),
    entity(WORKFLOW, "etl.daily_features", Change.CHANGED, ["1 node added", "2 bindings changed"]),
  ],
  registrable: true,
});

export const badCheck: CheckResponse = create(CheckResponseSchema, {
  files: [
    { name: "features/workflow.yaml", sizeBytes: 2140n, format: Format.CONCISE, entities: 5 },
    { name: "features/tasks.yaml", sizeBytes: 8_410n, format: Format.CANONICAL, entities: 2 },
    { name: "features/0_etl.build_features_1.pb", sizeBytes: 988n, format: Format.PROTOBUF, entities: 1 },
    {
      name: "vendor.tgz",
      sizeBytes: 214_000n,
      format: Format.ARCHIVE,
      rejected: "The member ../../etc/passwd leaves the archive. Pack it without “..” in its paths.",
    },
  ],
  entities: [
    ...goodCheck.entities.slice(0, 3),
    entity(
      TASK,
      "etl.build_features",
      Change.CHANGED,
      ["image features:41 → features:42", "cache version 3 → 4"],
      0,
      1,
    ),
    goodCheck.entities[3] ?? {},
    entity(WORKFLOW, "etl.daily_features", Change.CHANGED, ["1 node added", "2 bindings changed"], 1),
    entity(LAUNCH_PLAN, "daily_features_0600", Change.CONFLICT, ["fixed input `day` differs"], 1),
  ],
  diagnostics: [
    {
      code: "VariableNameNotFound",
      severity: Severity.ERROR,
      file: "features/workflow.yaml",
      range: { start: { line: 44, col: 19 }, end: { line: 44, col: 44 } },
      message: "`build_features` has no output `feature`",
      hints: ["Did you mean `features`? It is a `list[dataset]`, which is what `train_model` expects."],
      entity: "etl.daily_features",
      nodeId: "train_model",
      path: "workflows.daily_features.nodes.train_model.with.features",
      sourceLine: "        features: ${build_features.feature}",
    },
    {
      code: "DifferentContent",
      severity: Severity.ERROR,
      file: "features/workflow.yaml",
      range: { start: { line: 88, col: 3 }, end: { line: 88, col: 22 } },
      message:
        "Launch plan `daily_features_0600` version `3f9c1e20a7b44c10` is already registered with different content",
      hints: ["Choose another version above; registered versions never change."],
      entity: "daily_features_0600",
      sourceLine: "  daily_features_0600:",
    },
    {
      code: "MovingImage",
      severity: Severity.WARNING,
      file: "features/tasks.yaml",
      range: { start: { line: 9, col: 12 }, end: { line: 9, col: 27 } },
      message: "The image `features:latest` can change under the same version",
      hints: ["Pin it by its digest."],
      entity: "etl.build_features",
      sourceLine: "    image: features:latest",
    },
  ],
  registrable: false,
});

function example(name: string, title: string, description: string): Example {
  const content = new TextEncoder().encode(`# ${title}\nversion: v1\ntasks: {}\n`);
  return create(ExampleSchema, { name, title, description, content });
}

export const seedExamples: readonly Example[] = [
  example("hello.yaml", "Hello", "One task that greets you."),
  example("diamond.yaml", "A diamond", "Two tasks side by side between a first and a last one."),
  example("fan-out.yaml", "A fan of 20", "Twenty containers at once, gathered at the end."),
  example("retries.yaml", "Third time lucky", "A task that fails twice and then succeeds."),
  example("failing.yaml", "A clear failure", "What an error looks like, down to its log line."),
  example("files.yaml", "Files and a sub-workflow", "A file handed from task to task, through a workflow within."),
];

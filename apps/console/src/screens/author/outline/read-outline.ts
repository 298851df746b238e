/**
 * Text → outline. Reads with the shapes of the authoring format, but asks less of the text than lowering does: a
 * workflow with a mistake in one node still lends its names and types to completion. Findings are lowering's business.
 */
import { type DocNode, type DocScalar, findEntry } from "@skein/spec/authoring/document";
import { Findings } from "@skein/spec/authoring/findings";
import { type ParsedDocument, parseDocuments } from "@skein/spec/authoring/parse";
import {
  launchPlanShape,
  longOutputShape,
  taskShape,
  type VariableDoc,
  workflowShape,
} from "@skein/spec/authoring/schema";
import type { Named } from "@skein/spec/authoring/shape";
import { SourceText } from "@skein/spec/authoring/source-text";
import { isConcise, readUnit, type Unit } from "@skein/spec/authoring/unit";
import type { Outline, OutlineEntity, OutlineLaunchPlan, OutlineVariable, OutlineWorkflow } from "./outline.ts";
import { placesOf } from "./places.ts";
import { readNodes } from "./read-nodes.ts";
import { type Surroundings, TargetFinder } from "./target-finder.ts";

/**
 * Undefined while the text is no YAML: then what was known before still says more.
 *
 * @param parsed the text's documents, where somebody has parsed it already
 */
export function readOutline(
  text: string,
  surroundings: Surroundings,
  parsed?: readonly ParsedDocument[],
): Outline | undefined {
  const source = new SourceText(text);
  const findings = new Findings(source, "");
  const documents = parsed ?? parseDocuments(findings);
  if (documents.some(({ broken }) => broken)) return undefined;
  const units = documents.flatMap(({ root }) =>
    root?.kind === "map" && isConcise(root) ? [readUnit(root, findings)] : [],
  );
  const all = <K extends keyof Unit["entities"]>(kind: K) => units.flatMap((unit) => [...unit.entities[kind].values()]);
  const tasks = all("task").map((named) => readTask(named, source));
  const interfaces = all("workflow").map((named) => readWorkflow(named, source));
  const finder = new TargetFinder(tasks, interfaces, surroundings);
  // Outputs are the types of what they refer to, possibly of a workflow further down: two rounds know enough.
  for (let round = 0; round < 2; round++) {
    finder.workflows = finder.workflows.map((workflow, at) => {
      const named = all("workflow")[at];
      return named ? withNodes(workflow, named, source, finder) : workflow;
    });
  }
  const launchPlans = all("launchPlan").map((named) => readLaunchPlan(named, source, finder));
  return { tasks, workflows: finder.workflows, launchPlans };
}

const quiet = (source: SourceText) => new Findings(source, "");

function readTask(named: Named<DocNode>, source: SourceText): OutlineEntity {
  const doc = taskShape.read(named.value, { what: named.name, head: named.nameSpan }, quiet(source));
  return {
    name: named.name,
    description: doc?.description?.text ?? "",
    inputs: (doc?.inputs ?? []).map((each) => toVariable(each, source)),
    outputs: (doc?.outputs ?? []).map((each) => toVariable(each, source)),
    ...placesOf(named.nameSpan, named.node, source),
  };
}

function readWorkflow(named: Named<DocNode>, source: SourceText): OutlineWorkflow {
  const doc = workflowShape.read(named.value, { what: named.name, head: named.nameSpan }, quiet(source));
  return {
    name: named.name,
    description: doc?.description?.text ?? "",
    inputs: (doc?.inputs ?? []).map((each) => toVariable(each, source)),
    outputs: [],
    nodes: [],
    uses: [...source.slice(named.node).matchAll(/\$\{\s*([A-Za-z0-9_-]+\.[A-Za-z0-9_]+)/g)].map(
      ([, name]) => name ?? "",
    ),
    ...placesOf(named.nameSpan, named.node, source),
  };
}

function withNodes(
  workflow: OutlineWorkflow,
  named: Named<DocNode>,
  source: SourceText,
  finder: TargetFinder,
): OutlineWorkflow {
  const nodes = readNodes(named.value, source, finder);
  const outputs = findEntry(named.value, "outputs")?.value;
  if (outputs?.kind !== "map") return { ...workflow, nodes };
  const typed = outputs.entries.map(({ key, value }): OutlineVariable => {
    const long =
      value.kind === "map" ? longOutputShape.read(value, { what: key, head: value }, quiet(source)) : undefined;
    const type = long?.type?.text ?? (value.kind === "scalar" ? typeOf(value, workflow, nodes) : "");
    return { name: key, type, description: long?.description?.text ?? "", isOptional: false, default: "" };
  });
  return { ...workflow, nodes, outputs: typed };
}

function typeOf({ text }: DocScalar, workflow: OutlineWorkflow, nodes: OutlineWorkflow["nodes"]): string {
  const [, node, name] = /^\$\{\s*([A-Za-z0-9_-]+)\.([A-Za-z0-9_]+)\s*\}$/.exec(text) ?? [];
  const variables = node === "inputs" ? workflow.inputs : nodes.find(({ path }) => path === node)?.outputs;
  return variables?.find((each) => each.name === name)?.type ?? "";
}

function readLaunchPlan(named: Named<DocNode>, source: SourceText, finder: TargetFinder): OutlineLaunchPlan {
  const doc = launchPlanShape.read(named.value, { what: named.name, head: named.nameSpan }, quiet(source));
  const workflow = doc?.workflow?.name?.text ?? "";
  return {
    name: named.name,
    workflow,
    inputs: finder.find("workflow", doc?.workflow).inputs,
    ...placesOf(named.nameSpan, named.node, source),
  };
}

function toVariable({ name, value }: Named<VariableDoc>, source: SourceText): OutlineVariable {
  const type = value.type?.text ?? "";
  return {
    name,
    type,
    description: value.description?.text ?? "",
    isOptional: value.default !== undefined || value.required?.value === false || type.endsWith("?"),
    default: value.default ? source.slice(value.default).trim() : "",
  };
}

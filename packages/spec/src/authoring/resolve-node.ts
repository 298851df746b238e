/**
 * First pass over nodes: what each is, what it runs and which outputs it has. Only then can references between them,
 * in any order, be followed (lower-binding.ts).
 */
import { create } from "@bufbuild/protobuf";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { isOptionalType } from "../literal-type.ts";
import { type DocNode, type DocScalar, findEntry } from "./document.ts";
import type { Findings } from "./findings.ts";
import { lowerType } from "./lower-interface.ts";
import { elseFailShape, type NodeDoc, type NodeKind, nodeKinds, nodeShape } from "./schema.ts";
import type { LaunchPlanTarget, Scope, TaskTarget, WorkflowTarget } from "./scope.ts";
import type { Place } from "./shape.ts";

/** The outputs of a node as far as they are known. */
export interface Outputs {
  readonly types: ReadonlyMap<string, LiteralType>;
  /** False where the node itself is wrong: then no name can be called unknown. */
  readonly isComplete: boolean;
  /** Outputs that only some branches of a switch have. */
  readonly partial: readonly string[];
}

export interface SwitchCase {
  readonly when?: DocScalar;
  readonly node: ResolvedNode;
}

export type ResolvedNode = {
  readonly id: string;
  readonly doc: NodeDoc;
  readonly place: Place;
  readonly outputs: Outputs;
} & (
  | { readonly kind: "task"; readonly task: TaskTarget }
  | { readonly kind: "map"; readonly task: TaskTarget; readonly isPartial: boolean }
  | { readonly kind: "workflow"; readonly workflow: WorkflowTarget }
  | { readonly kind: "launchPlan"; readonly launchPlan: LaunchPlanTarget }
  | {
      readonly kind: "switch";
      readonly cases: readonly SwitchCase[];
      readonly otherwise?: ResolvedNode;
      readonly fail?: DocScalar;
    }
  | { readonly kind: "approve"; readonly question: DocScalar }
  | { readonly kind: "signal"; readonly type: LiteralType }
  | { readonly kind: "sleep"; readonly duration: DocScalar }
  | { readonly kind: "broken" }
);

/** Switches may nest this deep: messages that nest deeper than 100 cannot be read back. */
export const deepestSwitch = 12;

const keysOfKinds: Readonly<Record<string, readonly NodeKind[]>> = {
  with: ["task", "workflow", "launchPlan", "map"],
  over: ["map"],
  concurrency: ["map"],
  minSuccesses: ["map"],
  minSuccessRatio: ["map"],
  else: ["switch"],
  resources: ["task", "map"],
  image: ["task", "map"],
  env: ["task", "map"],
};

/** Reads a node. Always gives one: a broken one stands in, so that references to it are not called unknown. */
export function resolveNode(
  id: string,
  node: DocNode,
  place: Place,
  scope: Scope,
  findings: Findings,
  depth = 0,
): ResolvedNode {
  const errorsBefore = findings.errors;
  const doc = nodeShape.read(node, place, findings);
  const unknown = { types: new Map(), isComplete: false, partial: [] };
  if (!doc) {
    const at = { kind: "map", entries: [], start: node.start, end: node.end } as const;
    return { id, doc: { at, head: place.head }, place, outputs: unknown, kind: "broken" };
  }
  const resolved = resolveKind({ id, doc, place }, scope, findings, depth);
  if (resolved) return resolved;
  if (findings.errors === errorsBefore) findings.fail(); // lookups say it themselves; never pass silently
  return { id, doc, place, outputs: unknown, kind: "broken" };
}

function resolveKind(
  common: { id: string; doc: NodeDoc; place: Place },
  scope: Scope,
  findings: Findings,
  depth: number,
): ResolvedNode | undefined {
  const { doc } = common;
  const found = findKind(doc, common.place, findings);
  if (!found) return undefined;
  const kind: NodeKind = found;
  checkKeys(doc, kind, findings);
  switch (kind) {
    case "task":
    case "map": {
      const task = doc[kind] && scope.findTask(doc[kind], findings);
      if (!task) return undefined;
      const outputs = variableTypes(task.template.interface?.outputs?.variables ?? {});
      if (kind === "task") return { ...common, kind, task, outputs: complete(outputs) };
      const isPartial = doc.minSuccesses !== undefined || (doc.minSuccessRatio?.value ?? 1) < 1;
      const listed = [...outputs].map(([name, type]) => [name, listOf(isPartial ? optional(type) : type)] as const);
      return { ...common, kind, task, isPartial, outputs: complete(new Map(listed)) };
    }
    case "workflow": {
      const workflow = doc.workflow && scope.findWorkflow(doc.workflow, findings);
      if (!workflow) return undefined;
      const outputs = complete(variableTypes(workflow.interface.outputs?.variables ?? {}));
      return { ...common, kind, workflow, outputs };
    }
    case "launchPlan": {
      const launchPlan = doc.launchPlan && scope.findLaunchPlan(doc.launchPlan, findings);
      if (!launchPlan) return undefined;
      return { ...common, kind, launchPlan, outputs: complete(variableTypes(launchPlan.outputs.variables)) };
    }
    case "switch":
      return resolveSwitch(common, scope, findings, depth);
    case "approve":
      if (!doc.approve) return undefined;
      return { ...common, kind, question: doc.approve, outputs: complete(new Map([["approved", boolean]])) };
    case "signal": {
      const type = doc.signal?.type && lowerType(doc.signal.type, findings);
      return type && { ...common, kind, type, outputs: complete(new Map([["value", type]])) };
    }
    case "sleep":
      return doc.sleep && { ...common, kind, duration: doc.sleep, outputs: complete(new Map()) };
  }
}

function resolveSwitch(
  common: { id: string; doc: NodeDoc; place: Place },
  scope: Scope,
  findings: Findings,
  depth: number,
): ResolvedNode | undefined {
  const { doc, place } = common;
  if (depth >= deepestSwitch) {
    findings.add({
      code: "DepthLimit",
      message: `Switches nest more than ${deepestSwitch} deep`,
      span: place.head,
      hints: [{ text: "Move the inner ones into a workflow of their own" }],
    });
    return undefined;
  }
  const inner = (id: string, node: DocNode, head: Place) => resolveNode(id, node, head, scope, findings, depth + 1);
  const cases = (doc.switch ?? []).flatMap((each, index) => {
    const then = findEntry(each.at, "then");
    if (!then) return [];
    const node = inner(`case${index}`, then.value, { what: `case ${index + 1} of ${common.id}`, head: then.keySpan });
    return [{ ...(each.when ? { when: each.when } : {}), node }];
  });
  if (cases.length === 0) {
    if (doc.switch?.length === 0) {
      findings.add({
        code: "ValueRequired",
        message: "A switch needs a case",
        span: place.head,
        hints: [{ text: "Add - when: … then: …" }],
      });
    }
    return undefined;
  }
  const last = findEntry(doc.at, "else");
  if (last && findEntry(last.value, "fail")) {
    const read = elseFailShape.read(last.value, { what: "else", head: last.keySpan }, findings);
    return (
      read?.fail && {
        ...common,
        kind: "switch",
        cases,
        fail: read.fail,
        outputs: sharedOutputs(cases.map((each) => each.node)),
      }
    );
  }
  if (last) {
    const otherwise = inner("else", last.value, { what: `else of ${common.id}`, head: last.keySpan });
    const outputs = sharedOutputs([...cases.map((each) => each.node), otherwise]);
    return { ...common, kind: "switch", cases, otherwise, outputs };
  }
  findings.add({
    code: "ValueRequired",
    message: "A switch needs else: what happens when no condition holds",
    span: place.head,
    data: { missing: "else" },
    hints: [{ text: "Add else: with a node, or else: { fail: <message> }" }],
  });
  return undefined;
}

/** A branch node has the outputs that all its branches have, with one type. */
function sharedOutputs(branches: readonly ResolvedNode[]): Outputs {
  const [first] = branches;
  if (!first || branches.some((each) => !each.outputs.isComplete))
    return { types: new Map(), isComplete: false, partial: [] };
  const types = new Map<string, LiteralType>();
  const partial = new Set<string>();
  for (const { outputs } of branches) {
    for (const [name, type] of outputs.types) {
      if (branches.every((each) => each.outputs.types.has(name))) types.set(name, types.get(name) ?? type);
      else partial.add(name);
    }
  }
  return { types, isComplete: true, partial: [...partial] };
}

function findKind(doc: NodeDoc, place: Place, findings: Findings): NodeKind | undefined {
  const [first, second] = doc.at.entries.filter((entry) => nodeKinds.some((kind) => kind === entry.key));
  const kind = nodeKinds.find((each) => each === first?.key);
  if (!kind) {
    findings.add({
      code: "ValueRequired",
      message: `${place.what} does not say what it is`,
      span: place.head,
      data: { missing: nodeKinds },
      hints: [{ text: `Give it one of the keys ${nodeKinds.join(", ")}` }],
    });
    return undefined;
  }
  if (second) {
    findings.add({
      code: "ConflictingKeys",
      message: `${place.what} cannot be both ${first?.key} and ${second.key}`,
      span: second.keySpan,
      hints: [{ text: "Remove one of them, or make two nodes" }],
    });
    return undefined;
  }
  return kind;
}

function checkKeys(doc: NodeDoc, kind: NodeKind, findings: Findings): void {
  for (const entry of doc.at.entries) {
    const kinds = Object.hasOwn(keysOfKinds, entry.key) ? keysOfKinds[entry.key] : undefined;
    if (!kinds || kinds.includes(kind)) continue;
    findings.add({
      code: "ConflictingKeys",
      message: `A ${kind} node has no ${entry.key}`,
      span: entry.keySpan,
      hints: [{ text: `${entry.key} belongs to ${kinds.join(", ")} nodes` }],
    });
  }
}

const complete = (types: ReadonlyMap<string, LiteralType>): Outputs => ({ types, isComplete: true, partial: [] });

function variableTypes(variables: { readonly [name: string]: { readonly type?: LiteralType | undefined } }) {
  const types = new Map<string, LiteralType>();
  for (const [name, { type }] of Object.entries(variables)) if (type) types.set(name, type);
  return types;
}

export function listOf(type: LiteralType): LiteralType {
  return create(LiteralTypeSchema, { type: { case: "collectionType", value: type } });
}

/** `T?`; a type that is optional already stays as it is. */
export function optional(type: LiteralType): LiteralType {
  if (isOptionalType(type)) return type;
  const none = create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.NONE } });
  return create(LiteralTypeSchema, { type: { case: "unionType", value: { variants: [type, none] } } });
}

const boolean = create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.BOOLEAN } });

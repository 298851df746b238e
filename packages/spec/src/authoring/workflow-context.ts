/**
 * What lowering one workflow shares: where it is, what it can refer to, its inputs and nodes; and following a reference
 * to the type it gives.
 */
import type { LiteralType } from "../gen/flyteidl/core/types_pb.js";
import type { DocScalar } from "./document.ts";
import { spanWithin } from "./document.ts";
import type { Findings } from "./findings.ts";
import type { Variables } from "./lower-interface.ts";
import type { Attribute, Reference } from "./reference.ts";
import type { ResolvedNode } from "./resolve-node.ts";
import type { Scope } from "./scope.ts";
import type { SourceMap } from "./source-map.ts";

export interface WorkflowContext {
  readonly scope: Scope;
  readonly findings: Findings;
  readonly map: SourceMap;
  readonly inputs: Variables;
  readonly nodes: ReadonlyMap<string, ResolvedNode>;
  /** The failure node runs when others have failed: it sees the workflow's inputs and `${error}` only. */
  readonly isFailureNode: boolean;
}

/** Where a reference leads. The type is absent when it cannot be told here: inside structs, or of a broken node. */
export interface Followed {
  /** `start-node` for a workflow input. */
  readonly nodeId: string;
  readonly variable: string;
  readonly attributes: readonly Attribute[];
  readonly type?: LiteralType;
}

/** The node id under which a workflow's inputs are its outputs. */
export const startNode = "start-node";

/**
 * Checks that a reference leads to something, and says what. Undefined when it does not; then that was reported.
 *
 * @param offset where the scalar's text holds it, for references inside conditions
 */
export function followReference(
  reference: Reference,
  scalar: DocScalar,
  context: WorkflowContext,
): Followed | undefined {
  const { findings } = context;
  const at = (name: string, offset: number) => spanWithin(findings.source, scalar, name, offset);
  const nodeSpan = at(reference.node, reference.nodeOffset);
  const whole = spanWithin(
    findings.source,
    scalar,
    reference.text,
    reference.nodeOffset - reference.text.indexOf(reference.node),
  );
  if (reference.node === "error") {
    findings.add({
      code: "MisplacedReference",
      message: context.isFailureNode
        ? `\${error} can only be the value of an input called err`
        : `\${error} stands only in onFailure`,
      span: whole,
    });
    return undefined;
  }
  const provider = reference.node === "inputs" ? undefined : context.nodes.get(reference.node);
  if (reference.node !== "inputs" && context.isFailureNode) {
    findings.add({
      code: "MisplacedReference",
      message: `onFailure cannot use ${reference.text}: that node may be what failed`,
      span: whole,
      hints: [{ text: `Use \${inputs.<name>}, or \${error} for an input called err` }],
    });
    return undefined;
  }
  if (reference.node !== "inputs" && !provider) {
    const asInput = context.inputs.has(reference.node) && reference.variable === "";
    const replacement = `\${inputs.${reference.node}}`;
    findings.add({
      code: "NodeReferenceNotFound",
      message: `There is no node "${reference.node}"`,
      span: nodeSpan,
      data: { node: reference.node, candidates: [...context.nodes.keys()].slice(0, 200) },
      hints: asInput
        ? [findings.replacing(whole, replacement, `It is a workflow input: ${replacement}`)]
        : findings.didYouMean(reference.node, ["inputs", ...context.nodes.keys()], nodeSpan),
    });
    return undefined;
  }
  return followVariable(reference, provider, whole, at, context);
}

function followVariable(
  reference: Reference,
  provider: ResolvedNode | undefined,
  whole: { start: number; end: number },
  at: (name: string, offset: number) => { start: number; end: number },
  context: WorkflowContext,
): Followed | undefined {
  const { findings } = context;
  const names = provider ? [...provider.outputs.types.keys()] : [...context.inputs.keys()];
  const owner = provider ? `The node ${provider.id}` : "The workflow";
  const what = provider ? "output" : "input";
  if (reference.variable === "") {
    const better = names.map((name) => `\${${reference.node}.${name}}`);
    findings.add({
      code: "InvalidReference",
      message: provider
        ? `${reference.text} names a node; a reference names an output of it`
        : `\${inputs} is all inputs; a reference names one`,
      span: whole,
      hints: better.slice(0, 3).map((each) => findings.replacing(whole, each, `Write ${each}`)),
    });
    return undefined;
  }
  const isKnown = names.includes(reference.variable) || (provider !== undefined && !provider.outputs.isComplete);
  if (!isKnown) {
    const span = at(reference.variable, reference.variableOffset);
    const isPartial = provider?.outputs.partial.includes(reference.variable) ?? false;
    const near = findings.didYouMean(reference.variable, names, span);
    findings.add({
      code: "VariableNameNotFound",
      message: isPartial
        ? `Only some branches of ${provider?.id} have the output "${reference.variable}"`
        : `${owner} has no ${what} "${reference.variable}"`,
      span,
      data: { node: reference.node, variable: reference.variable, candidates: names.slice(0, 200) },
      hints: isPartial
        ? [{ text: "Give it to every branch" }]
        : near.length > 0
          ? near
          : [{ text: names.length > 0 ? `It has ${names.slice(0, 20).join(", ")}` : `It has no ${what}s` }],
    });
    return undefined;
  }
  const type = provider
    ? provider.outputs.types.get(reference.variable)
    : context.inputs.get(reference.variable)?.variable?.type;
  const reached = type && typeAlong(type, reference.attributes);
  return {
    nodeId: provider?.id ?? startNode,
    variable: reference.variable,
    attributes: reference.attributes,
    ...(reached ? { type: reached } : {}),
  };
}

/**
 * The type of what a reference leads to, without reporting anything: "unknown" where only the run will tell, "broken"
 * where it leads to nothing or to something that is wrong itself.
 */
export function typeOfReference(reference: Reference, context: WorkflowContext): LiteralType | "unknown" | "broken" {
  const type =
    reference.node === "inputs"
      ? context.inputs.get(reference.variable)?.variable?.type
      : context.nodes.get(reference.node)?.outputs.types.get(reference.variable);
  return type ? (typeAlong(type, reference.attributes) ?? "unknown") : "broken";
}

/** The type after index and field steps; undefined where only the run will tell. */
export function typeAlong(type: LiteralType, attributes: readonly Pick<Attribute, "value">[]): LiteralType | undefined {
  let reached: LiteralType | undefined = type;
  for (const { value } of attributes) {
    const kind: LiteralType["type"] | undefined = reached?.type;
    if (kind?.case === "collectionType" && typeof value === "number") reached = kind.value;
    else if (kind?.case === "mapValueType" && typeof value === "string") reached = kind.value;
    else reached = typeof value === "string" ? reached?.structure?.dataclassType[value] : undefined;
  }
  return reached;
}

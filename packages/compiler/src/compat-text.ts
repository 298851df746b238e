/**
 * Upstream's text for a list of findings, for the faces where its clients read it.
 *
 * Only errors upstream has too are written; identical ones merge; order is by code, then text.
 * @see flytepropeller/pkg/compiler/errors/compiler_errors.go
 */
import type { Diagnostic } from "@skein/spec/diagnostic";
import type { UpstreamFacts } from "./codes.ts";
import { compareUtf8 } from "./utf8-order.ts";

/**
 * `Collected Errors: n` and one numbered line per error.
 *
 * @param diagnostics as compileTask or compileWorkflow gave them; warnings and codes of ours are left out
 */
export function formatCompat(diagnostics: readonly Diagnostic[]): string {
  const lines = new Set<string>();
  const unreachable: string[] = [];
  for (const each of diagnostics) {
    if (each.severity !== "error" || !isUpstream(each)) continue;
    if (each.code === "UnreachableNodes") {
      unreachable.push(factsOf(each, "UnreachableNodes").node);
      continue;
    }
    lines.add(line(each.code, each.nodeId, describe(each)));
    const unbound = findUnbound(each);
    if (unbound) lines.add(line("ParameterNotBound", unbound.node, `Parameter not bound [${unbound.variable}].`));
  }
  if (unreachable.length > 0) {
    const text = `The Workflow contain unreachable nodes [${unreachable.join(",")}].`;
    lines.add(line("UnreachableNodes", "start-node", text));
  }
  const numbered = [...lines].sort(compareUtf8).map((text, index) => `\tError ${index}: ${text}\n`);
  return `Collected Errors: ${numbered.length}\n${numbered.join("")}`;
}

type UpstreamCode = keyof UpstreamFacts;
type Upstream = Diagnostic & { readonly code: UpstreamCode };

const texts: { readonly [C in UpstreamCode]: (facts: UpstreamFacts[C], nodeId: string) => string } = {
  AmbiguousBindingUnionValue: (facts, node) =>
    `Input [${facts.variable}] on node [${node}] expects bindings of union type [${facts.expectedText}].  ` +
    `Received [${facts.actualText}] which is ambiguous as both variants [${facts.variants[0]}] and ` +
    `[${facts.variants[1]}] match.`,
  BranchNodeHasNoCondition: () => "One of the branches on the node doesn't have a condition.",
  BranchNodeHasNoDefault: () => "Branch Node must have either the else case set or a default error.",
  BranchNodeIdNotFound: () => "BranchNode not assigned",
  CycleDetected: ({ walk }) => `A cycle has been detected while traversing the Workflow [${walk.join(">")}].`,
  DuplicateAlias: ({ alias }) =>
    `Duplicate alias [${alias}] found. An output alias can only be used once in the Workflow.`,
  DuplicateId: () => "Trying to insert two nodes with the same id.",
  FieldNotFound: ({ variable, typeText, field }) =>
    `Variable [${variable}] (type [${typeText}]) doesn't have field [${field}].`,
  IllegalEnumValue: ({ variable, value, values }, node) =>
    `Input [${variable}] on node [${node}] is an Enum and expects value to be one of [[${values.join(" ")}]].  ` +
    `Received [${value}]`,
  IncompatibleBindingUnionValue: (facts, node) =>
    `Input [${facts.variable}] on node [${node}] expects bindings of union type [${facts.expectedText}].  ` +
    `Received [${facts.actualText}] which does not match any of the variants.`,
  InvalidValue: ({ field }) => `Invalid value [${field}].`,
  MismatchingBindings: (facts, node) =>
    `Input [${facts.variable}] on node [${node}] expects bindings of type [${facts.expectedText}].  ` +
    `Received [${facts.actualText}]`,
  MismatchingTypes: ({ variable, actualText, expectedText }) =>
    `Variable [${variable}] (type [${actualText}]) doesn't match expected type [${expectedText}].`,
  NoConditionFound: (_, node) => `Can't find any condition in gate node [${node}].`,
  NoNodesFound: (_, node) => `Can't find any nodes in workflow [${node}].`,
  NodeReferenceNotFound: ({ reference }) => `Referenced node [${reference}] not found.`,
  ParameterBoundMoreThanOnce: ({ variable }) => `Input [${variable}] is bound more than once.`,
  ParameterNotBound: ({ variable }) => `Parameter not bound [${variable}].`,
  SyntaxError: ({ element }) => `Failed to parse element [${element}].`,
  TaskReferenceNotFound: ({ referenceText }) => `Referenced Task [${referenceText}] not found.`,
  UnreachableNodes: ({ node }) => `The Workflow contain unreachable nodes [${node}].`,
  UnrecognizedValue: ({ value }) => `Unrecognized value [${value}].`,
  ValueRequired: ({ field }) => `Value required [${field}].`,
  VariableNameNotFound: ({ variable, reference }) => `Variable [${variable}] not found on node [${reference}].`,
  WorkflowReferenceNotFound: ({ referenceText }) => `Referenced Workflow [${referenceText}] not found.`,
};

function line(code: string, nodeId: string, description: string): string {
  return `Code: ${code}, Node Id: ${nodeId}, Description: ${description}`;
}

function describe<C extends UpstreamCode>(found: Diagnostic & { readonly code: C }): string {
  return texts[found.code](factsOf(found, found.code), found.nodeId);
}

function findUnbound(found: Upstream): { readonly node: string; readonly variable: string } | undefined {
  switch (found.code) {
    case "NodeReferenceNotFound":
    case "VariableNameNotFound":
    case "ValueRequired":
      return factsOf(found, found.code).unbound;
    default:
      return undefined;
  }
}

function isUpstream(found: Diagnostic): found is Upstream {
  return Object.hasOwn(texts, found.code);
}

/** The code says which facts there are: `Report` (findings.ts) takes no others. */
function factsOf<C extends UpstreamCode>(found: Diagnostic, _code: C): UpstreamFacts[C] {
  // A diagnostic's data is untyped because every finder shares its shape; compiler findings carry their code's facts.
  return found.data as unknown as UpstreamFacts[C];
}

/**
 * What a promise stands for: the provider it names, the output, and the part of it that index and path pick.
 *
 * @see flyteidl/core/types.proto OutputReference
 */
import type { Hint } from "@skein/spec/diagnostic";
import {
  type LiteralType,
  type OutputReference,
  type PromiseAttribute,
  SimpleType,
} from "@skein/spec/gen/flyteidl/core/types_pb";
import { promiseJson } from "./binding-hints.ts";
import type { Check } from "./bindings.ts";
import { defect } from "./findings.ts";
import { nearHints } from "./hints.ts";
import { endNodeId, startNodeId } from "./node-tree.ts";
import { into, type Trail, toPath } from "./trail.ts";

/** A promise that names an output. A type is undefined where the provider's is not known. */
export interface ResolvedPromise {
  readonly provider: string;
  /** The output's name, without an index. */
  readonly variable: string;
  /** After index and path: what the consumer gets. */
  readonly type: LiteralType | undefined;
  /** Of the whole output. */
  readonly whole: LiteralType | undefined;
}

/** Reads `var`: a name, led by `[digits].` for an element; exactly one such stretch of ASCII word characters. */
export function parseVar(text: string): { readonly name: string; readonly index?: number } | undefined {
  if (/^\w+$/.test(text)) return { name: text };
  const [only, ...others] = text.matchAll(/(?:\[(\d+)\]\.)?(\w+)/g);
  if (!only || others.length > 0) return undefined;
  const [, index, name = ""] = only;
  return index === undefined ? { name } : { name, index: Number(index) };
}

/** How a promise is written: `node.output`, `inputs.name`. */
export function showPromise({ nodeId, var: name }: OutputReference): string {
  return `${nodeId === "" || nodeId === startNodeId ? "inputs" : nodeId}.${name}`;
}

/** Resolves a promise; undefined when it does not hold, which is reported. */
export function resolvePromise(promise: OutputReference, at: Trail, check: Check): ResolvedPromise | undefined {
  const { within, consumer, variable, report } = check;
  const { types } = within.scope;
  const providerId = promise.nodeId === "" ? startNodeId : promise.nodeId;
  const provider = within.nodes.get(providerId);
  const unbound = { node: consumer, variable };
  if (!provider) {
    const insideBranch = within.branchOf.get(providerId);
    report({
      code: "NodeReferenceNotFound",
      facts: { reference: providerId, unbound },
      // Upstream reports the node that is missing.
      nodeId: providerId,
      node: consumer,
      at: into(at, "nodeId"),
      message: `${variable} of ${consumer} reads ${showPromise(promise)}, but there is no node "${providerId}"`,
      hints: () => nodeHints(promise, at, check),
      related: insideBranch ? [{ at: insideBranch.child.at, message: `Node ${insideBranch.child.node.id}` }] : [],
    });
    return undefined;
  }
  const where = promise.var === "" ? at : into(at, "var");
  const parsed = parseVar(promise.var);
  if (!parsed) {
    report({
      code: "SyntaxError",
      facts: { element: promise.var },
      nodeId: consumer,
      at: where,
      message: `${variable} of ${consumer} reads output "${promise.var}" of ${providerId}: that is no name; use letters, digits and "_"`,
    });
    return undefined;
  }
  const outputs = within.interfaces.get(provider)?.visible;
  if (!outputs) return { provider: providerId, variable: parsed.name, type: undefined, whole: undefined };
  if (!outputs.has(parsed.name)) {
    const owner = providerId === startNodeId ? "the workflow has no input" : `node ${providerId} has no output`;
    report({
      code: "VariableNameNotFound",
      facts: { variable: parsed.name, reference: providerId, unbound },
      // Upstream reports the provider.
      nodeId: providerId,
      node: consumer,
      at: where,
      message: `${variable} of ${consumer} reads ${showPromise(promise)}, but ${owner} "${parsed.name}"`,
      hints: () => nearHints(parsed.name, outputs.keys(), toPath(where)),
      related: providerId === startNodeId ? [] : [{ at: provider.at, message: `Node ${providerId}` }],
    });
    return undefined;
  }
  const whole = outputs.get(parsed.name);
  let type = whole;
  if (parsed.index !== undefined && type) {
    if (type.type.case !== "collectionType") {
      const reason = `${types.show(type)} is not a list, so it has no element [${parsed.index}]`;
      reportMismatch(type, reason, where, check);
      return undefined;
    }
    type = type.type.value;
  }
  for (const [index, step] of promise.attrPath.entries()) {
    const next = type && takeStep(type, step, into(at, "attrPath", index), promise, check);
    if (next === false) return undefined;
    type = next;
  }
  return { provider: providerId, variable: parsed.name, type, whole };
}

/** The type after one step; false when the step leads nowhere, which is reported. */
function takeStep(
  type: LiteralType,
  { value: step }: PromiseAttribute,
  at: Trail,
  promise: OutputReference,
  { within, consumer, variable, report }: Check,
): LiteralType | false {
  const { types } = within.scope;
  if (type.type.case === "collectionType" || type.type.case === "mapValueType") return type.type.value;
  const fields = type.structure?.dataclassType ?? {};
  // Upstream looks a field up by the step's text, which a number does not have.
  const name = step.case === "stringValue" ? step.value : "";
  if (type.structure && Object.keys(fields).length > 0) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field) return field;
    report({
      code: "FieldNotFound",
      facts: { variable: promise.var, type: types.show(type), typeText: types.text(type), field: name },
      nodeId: consumer,
      at,
      message: `${variable} of ${consumer} reads field "${step.value ?? ""}" of ${showPromise(promise)}, which has no such field`,
      hints: () => {
        const path = step.case === "stringValue" ? toPath(into(at, "stringValue")) : undefined;
        return nearHints(name, Object.keys(fields), path);
      },
    });
    return false;
  }
  // A struct without declared fields may hold anything; only the run can tell.
  if (type.type.case === "simple" && type.type.value === SimpleType.STRUCT) return type;
  report({
    code: "AttributeNotResolved",
    facts: { variable, type: types.show(type), step: step.value ?? "" },
    severity: defect(within.scope.mode),
    nodeId: consumer,
    at,
    message: `${variable} of ${consumer} reads "${step.value ?? ""}" inside ${showPromise(promise)}, but ${types.show(type)} has nothing inside`,
  });
  return within.scope.mode === "strict" ? false : type;
}

function reportMismatch(
  type: LiteralType,
  reason: string,
  at: Trail,
  { report, consumer, variable, within }: Check,
): void {
  const text = within.scope.types.text(type);
  const actual = within.scope.types.show(type);
  report({
    code: "MismatchingTypes",
    facts: { variable, actual, actualText: text, expected: "list", expectedText: "collection_type", reason },
    nodeId: consumer,
    at,
    message: `${variable} of ${consumer}: ${reason}`,
  });
}

/** Paths of edits end in the promise: a node id that is empty has no field to replace. */
function nodeHints(promise: OutputReference, at: Trail, { within }: Check): Hint[] {
  const { nodeId: id } = promise;
  const branch = within.branchOf.get(id)?.branch;
  if (branch) {
    const text = `"${id}" is inside branch ${branch.id}; read the output of ${branch.id}, which all its arms must have`;
    const hasOutput = branch.place === "top" && within.interfaces.get(branch)?.visible.has(promise.var);
    return [hasOutput ? { text, edit: { path: toPath(into(at, "nodeId")), value: branch.id } } : { text }];
  }
  const inputs = within.workflow.template.interface?.inputs?.variables ?? {};
  if (Object.hasOwn(inputs, id)) {
    const { nodeId: _, ...rest } = promiseJson(promise);
    const text = `"${id}" is an input of the workflow: write \${inputs.${id}}`;
    return [{ text, edit: { path: toPath(at), value: { ...rest, var: id } } }];
  }
  return nearHints(id, userNodes(within.nodes.keys()), toPath(into(at, "nodeId")));
}

function* userNodes(ids: Iterable<string>): Iterable<string> {
  for (const id of ids) if (id !== startNodeId && id !== endNodeId) yield id;
}

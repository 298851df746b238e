/**
 * Checks what is bound to a consumer's inputs (a node's, or the workflow's outputs) and finds what it reads.
 *
 * Promises are resolved in promise.ts; whether types fit is castable.ts. Nodes whose interface is not known are still
 * looked through, so that what they refer to is checked and their place in the graph is known.
 * @see flytepropeller/pkg/compiler/validators/bindings.go
 */

import type { Binding } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { isOptionalType } from "@skein/spec/literal-type";
import { checkData } from "./binding-data.ts";
import { isOptional } from "./castable.ts";
import { defect, type Report } from "./findings.ts";
import { nearHints } from "./hints.ts";
import type { Variables } from "./node-interface.ts";
import { endNodeId, type NodeRecord } from "./node-tree.ts";
import type { WorkflowScope } from "./scope.ts";
import { into, type Trail, toPath } from "./trail.ts";

/** Whose inputs are bound. */
export interface Consumer {
  readonly id: string;
  readonly bindings: readonly Binding[];
  /** Of the list of bindings. */
  readonly at: Trail;
  /** What a missing binding points at: the list's parent. */
  readonly parent: Trail;
  /** `untyped`: takes what comes (branches, approvals). `unknown`: its interface could not be told. */
  readonly expects: Variables | "untyped" | "unknown";
  /** Where upstream binds while it walks the node list, so that providers must come earlier. */
  readonly position: number | undefined;
}

/** One promise that holds. */
export interface Read {
  readonly provider: string;
  readonly at: Trail;
}

/** What the check of one binding works with. */
export interface Check {
  readonly within: WorkflowScope;
  readonly consumer: string;
  readonly variable: string;
  readonly report: Report;
  readonly expects: "typed" | "untyped" | "unknown";
  readonly position: number | undefined;
  /** Promises that hold are added here. */
  readonly reads: Read[];
  /** How many variants of unions were tried so far for this binding. */
  readonly trials: { count: number };
}

/** Checks all bindings of a consumer, reports what is wrong, and returns what it reads. */
export function checkBindings(consumer: Consumer, within: WorkflowScope): Read[] {
  const { bindings, at, expects, id } = consumer;
  const { report } = within;
  const reads: Read[] = [];
  const given = new Map<string, Trail>();
  const emptied = new Set<string>();
  let free: readonly string[] | undefined;
  for (const [index, binding] of bindings.entries()) {
    const name = binding.var;
    const where = into(at, index);
    if (typeof expects !== "string" && !expects.has(name)) {
      const named = name === "" ? where : into(where, "var");
      report({
        code: "VariableNameNotFound",
        facts: { variable: name, reference: id },
        nodeId: id,
        at: named,
        message: `${describe(id)} has no ${wordFor(id)} "${name}"`,
        hints: () => {
          free ??= freeNames(expects, bindings);
          return nearHints(name, free, toPath(named));
        },
      });
      continue;
    }
    if (!binding.binding) {
      const message = `${wordFor(id)} ${name} of ${describe(id)} is bound to nothing`;
      const facts = { field: "Binding", unbound: { node: id, variable: name } };
      report({ code: "ValueRequired", facts, nodeId: id, at: where, message });
      emptied.add(name);
      continue;
    }
    const first = given.get(name);
    if (first) {
      const message = `${wordFor(id)} ${name} of ${describe(id)} is bound more than once`;
      const related = [{ at: first, message: "It is bound here first" }];
      report({
        code: "ParameterBoundMoreThanOnce",
        facts: { variable: name },
        nodeId: id,
        at: where,
        message,
        related,
      });
      continue;
    }
    given.set(name, where);
    const expected = typeof expects === "string" ? undefined : expects.get(name);
    checkData(binding.binding, expected, into(where, "binding"), {
      within,
      consumer: id,
      variable: name,
      report,
      expects: typeof expects === "string" ? expects : expected ? "typed" : "unknown",
      position: consumer.position,
      reads,
      trials: { count: 0 },
    });
  }
  if (typeof expects !== "string")
    reportUnbound(expects, (name) => given.has(name) || emptied.has(name), consumer, within);
  return reads;
}

/** The types of what is bound to a node that takes what comes; undefined for what cannot be told. Reports nothing. */
export function readUntyped(record: NodeRecord, within: WorkflowScope): Variables {
  const types = new Map<string, LiteralType | undefined>();
  for (const { var: variable, binding } of record.node.inputs) {
    if (types.has(variable)) continue;
    const check: Check = {
      within,
      consumer: record.id,
      variable,
      report: () => {},
      expects: "untyped",
      position: undefined,
      reads: [],
      trials: { count: 0 },
    };
    const outcome = binding && checkData(binding, undefined, undefined, check);
    types.set(variable, outcome?.fits ? outcome.type : undefined);
  }
  return types;
}

function reportUnbound(
  expects: Variables,
  isGiven: (name: string) => boolean,
  consumer: Consumer,
  within: WorkflowScope,
): void {
  const { id, parent } = consumer;
  for (const [name, type] of expects) {
    if (isGiven(name)) continue;
    if (type && isOptionalType(type)) continue;
    const isLetPass = type !== undefined && isOptional(type);
    within.report({
      code: "ParameterNotBound",
      facts: { variable: name },
      severity: isLetPass ? defect(within.scope.mode) : "error",
      nodeId: id,
      at: parent,
      message: `${wordFor(id)} ${name} of ${describe(id)} is not bound`,
    });
  }
}

/** Names that may be meant: those not bound yet. */
function freeNames(expects: Variables, bindings: readonly Binding[]): string[] {
  const bound = new Set(bindings.map((binding) => binding.var));
  return [...expects.keys()].filter((name) => !bound.has(name));
}

/** A consumer in a sentence. */
export function describe(id: string): string {
  return id === endNodeId ? "the workflow" : `node ${id}`;
}

function wordFor(id: string): string {
  return id === endNodeId ? "output" : "input";
}

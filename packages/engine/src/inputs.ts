/**
 * What a node reads: its bindings resolved against the outputs of the nodes before it (execution.md §3.2;
 * nodes/resolve.go and output_resolver.go).
 *
 * Literals are passed on as they are: no cast, no wrapping into unions, hashes and metadata kept.
 */
import { create } from "@bufbuild/protobuf";
import {
  type Binding,
  type BindingData,
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { OutputReference } from "@skein/spec/gen/flyteidl/core/types_pb";
import { Problem } from "@skein/spec/problem";
import { PromiseAttributeResolveError, type ReadOffloaded, resolveAttributePath } from "./attribute-path.ts";
import type { RunError } from "./event.ts";
import { startNodeId } from "./plan-ids.ts";

/** Outputs by node id, as in promises; `start-node` holds the workflow's inputs. Absent: none were written. */
export type OutputsByNode = ReadonlyMap<string, LiteralMap>;
/** Alias → variable, by node id. */
export type AliasesByNode = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A promise for something its node did not write. */
class OutputMissing extends Problem {
  readonly kind = "invalid";
}

/**
 * The inputs of a node.
 *
 * @param readOffloaded only needed where an attribute path goes through a value stored apart
 * @returns the error the node fails with (`BindingResolutionFailure`, SYSTEM, never retried) when one cannot be had
 */
export function resolveBindings(
  bindings: readonly Binding[],
  outputs: OutputsByNode,
  aliases: AliasesByNode = new Map(),
  readOffloaded: ReadOffloaded = () => undefined,
): LiteralMap | RunError {
  const scope: Lookup = { outputs, aliases, readOffloaded };
  const literals: [string, Literal][] = [];
  for (const { var: name, binding } of bindings) {
    try {
      literals.push([name, resolve(scope, binding)]);
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      const what =
        reason instanceof PromiseAttributeResolveError ? `${reason.name}: ${reason.message}` : reason.message;
      return { kind: "SYSTEM", code: "BindingResolutionFailure", message: `Input ${name} cannot be bound. ${what}` };
    }
  }
  return create(LiteralMapSchema, { literals: Object.fromEntries(literals) });
}

/** Tells the two results of `resolveBindings` apart. */
export function isRunError(resolved: LiteralMap | RunError): resolved is RunError {
  return "code" in resolved;
}

interface Lookup {
  readonly outputs: OutputsByNode;
  readonly aliases: AliasesByNode;
  readonly readOffloaded: ReadOffloaded;
}

function resolve(scope: Lookup, data: BindingData | undefined): Literal {
  const value = data?.value;
  switch (value?.case) {
    case undefined:
      return create(LiteralSchema);
    case "scalar":
      return create(LiteralSchema, { value });
    case "offloadedMetadata":
      return create(LiteralSchema, { value });
    case "collection": {
      const literals = value.value.bindings.map((each) => resolve(scope, each));
      return create(LiteralSchema, { value: { case: "collection", value: { literals } } });
    }
    case "map": {
      const entries = Object.entries(value.value.bindings).map(([key, each]) => [key, resolve(scope, each)] as const);
      return create(LiteralSchema, { value: { case: "map", value: { literals: Object.fromEntries(entries) } } });
    }
    case "promise":
      return resolvePromise(scope, value.value);
  }
}

function resolvePromise(scope: Lookup, { nodeId, var: wanted, attrPath }: OutputReference): Literal {
  const id = nodeId || startNodeId;
  const outputs = scope.outputs.get(id);
  const from = id === startNodeId ? "The workflow" : `Node ${id}`;
  const kind = id === startNodeId ? "input" : "output";
  if (outputs === undefined) throw new OutputMissing(`${from} has no ${kind}s.`);
  const { name, index } = parseVariable(scope.aliases.get(id)?.get(wanted) ?? wanted);
  const literal = Object.hasOwn(outputs.literals, name) ? outputs.literals[name] : undefined;
  if (literal === undefined) {
    const names = Object.keys(outputs.literals).join(", ") || "none";
    throw new OutputMissing(`${from} has no ${kind} ${name}; it has ${names}.`);
  }
  const found = index === undefined ? literal : elementOf(literal, index, `${kind} ${name} of ${from}`);
  return attrPath.length === 0 ? found : resolveAttributePath(found, attrPath, scope.readOffloaded);
}

/** `[3].rows`, an older way to name one element of a list output. */
function parseVariable(text: string): { name: string; index: number | undefined } {
  const groups = /^\[(?<index>\d+)\]\.(?<name>.+)$/.exec(text)?.groups;
  return groups === undefined
    ? { name: text, index: undefined }
    : { name: groups.name ?? "", index: Number(groups.index) };
}

function elementOf(literal: Literal, index: number, what: string): Literal {
  const { value } = literal;
  if (value.case !== "collection") throw new OutputMissing(`The ${what} is not a list.`);
  const found = value.value.literals[index];
  if (found === undefined) {
    throw new OutputMissing(`The ${what} has ${value.value.literals.length} elements, none at ${index}.`);
  }
  return found;
}

/** Which bindings read inputs of the workflow that have changed. */
import type { Binding, BindingData } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { startNodeId } from "./plan-ids.ts";

/** The first of these inputs that the bindings read; undefined when they read none. */
export function readsAny(bindings: readonly Binding[], inputs: ReadonlySet<string>): string | undefined {
  if (inputs.size === 0) return undefined;
  return bindings.map((each) => readIn(each.binding, inputs)).find((each) => each !== undefined);
}

/** The variables bound that read one of these inputs: what changes inside the node that they are of. */
export function changedBy(bindings: readonly Binding[], inputs: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(bindings.filter((each) => readsAny([each], inputs) !== undefined).map((each) => each.var));
}

function readIn(data: BindingData | undefined, inputs: ReadonlySet<string>): string | undefined {
  const value = data?.value;
  switch (value?.case) {
    case "promise": {
      const { nodeId, var: name } = value.value;
      return (nodeId === "" || nodeId === startNodeId) && inputs.has(name) ? name : undefined;
    }
    case "collection":
      return firstIn(value.value.bindings, inputs);
    case "map":
      return firstIn(Object.values(value.value.bindings), inputs);
    case "scalar":
    case undefined:
      return undefined;
    default:
      // A kind of binding that is newer than this program: it may read anything.
      return [...inputs][0];
  }
}

const firstIn = (all: readonly BindingData[], inputs: ReadonlySet<string>): string | undefined =>
  all.map((each) => readIn(each, inputs)).find((each) => each !== undefined);

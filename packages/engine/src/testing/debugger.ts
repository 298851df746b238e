/** Somebody at the breakpoints of a simulated run: lets held nodes go in all ways there are, sooner or later. */
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { isEditable } from "../let-go.ts";
import { inputsUri } from "../paths.ts";
import type { NodeKey } from "../run.ts";
import { luck } from "./random.ts";
import { later, send, takesMs, type World } from "./world.ts";

/** Until it has gone: what was said to a process that died meanwhile is said again. */
export function debug(world: World, node: NodeKey): void {
  actLater(world, node, takesMs(world, `debug ${node}`));
}

function actLater(world: World, node: NodeKey, afterMs: number): void {
  later(world, afterMs, () => act(world, node), false);
}

function act(world: World, node: NodeKey): void {
  const live = world.run.live.get(node);
  if (live?.stage !== "held" && live?.stage !== "editing") return;
  const draw = luck(world.options.seed, `act ${node} ${world.events}`, 6);
  if (draw < 2 && isEditable(world.run, node) && live.held?.edited === undefined) {
    // The same again, so that the run comes to the same.
    const from = `s3://my-s3-bucket/edited/${node}.pb`;
    const inputs = world.values.get(inputsUri(live.scope, live.index));
    if (inputs !== undefined) world.values.set(from, inputs);
    send(world, { kind: "inputsEdited", node, from });
  } else {
    send(world, { kind: draw === 5 ? "stepped" : "continued", node });
  }
  actLater(world, node, 2000);
}

/** The places of a workflow in the drawn graph, its end among them. */
export function placesOf({ nodes, onFailure }: WorkflowSketch, prefix = ""): string[] {
  const of = ({ id, inside, arms = [] }: WorkflowSketch["nodes"][number], path: string): string[] => [
    path,
    ...(inside === undefined ? [] : placesOf(inside, `${path}/`)),
    ...arms.flatMap((arm) => of(arm, `${path}/${id}-${arm.id}`)),
  ];
  const all = onFailure === undefined ? nodes : [...nodes, onFailure];
  return [...all.flatMap((node) => of(node, `${prefix}${node.id}`)), `${prefix}end-node`];
}

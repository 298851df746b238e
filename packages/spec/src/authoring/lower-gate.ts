/**
 * `approve`, `signal` and `sleep` → gate nodes. The node's id is the signal's id.
 *
 * @see flyteidl/core/workflow.proto GateNode
 */
import { create } from "@bufbuild/protobuf";
import { BindingSchema } from "../gen/flyteidl/core/literals_pb.js";
import { lowerDuration, lowerNodeMetadata } from "./lower-metadata.ts";
import type { ResolvedNode } from "./resolve-node.ts";
import type { WorkflowContext } from "./workflow-context.ts";

type Kind<K extends ResolvedNode["kind"]> = Extract<ResolvedNode, { kind: K }>;

/**
 * An approve gate passes its inputs on as outputs, so it gets one: `approved: true`. What is asked has no field; it is
 * the display name, and stands in the node's config where there is another name.
 */
export function lowerApprove(node: Kind<"approve">, { findings }: WorkflowContext) {
  const metadata = lowerNodeMetadata(node.doc, findings);
  metadata.config = { prompt: node.question.text };
  if (metadata.name === "") metadata.name = node.question.text;
  const approved = create(BindingSchema, {
    var: "approved",
    binding: {
      value: {
        case: "scalar",
        value: { value: { case: "primitive", value: { value: { case: "boolean", value: true } } } },
      },
    },
  });
  const condition = { case: "approve", value: { signalId: node.id } } as const;
  return { metadata, inputs: [approved], target: { case: "gateNode" as const, value: { condition } } };
}

/** Its one output is called `value`. */
export function lowerSignal(node: Kind<"signal">, { findings }: WorkflowContext) {
  const value = { signalId: node.id, type: node.type, outputVariableName: "value" };
  return {
    metadata: lowerNodeMetadata(node.doc, findings),
    target: { case: "gateNode", value: { condition: { case: "signal", value } } },
  } as const;
}

export function lowerSleep(node: Kind<"sleep">, { findings }: WorkflowContext) {
  const duration = lowerDuration(node.duration, { what: "sleep", head: node.duration }, findings);
  return {
    metadata: lowerNodeMetadata(node.doc, findings),
    target: { case: "gateNode", value: { condition: { case: "sleep", value: duration ? { duration } : {} } } },
  } as const;
}

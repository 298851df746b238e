/** Gate nodes → `approve`, `signal` and `sleep`. */

import { formatShortDuration } from "../../duration.ts";
import type { GateNode, Node } from "../../gen/flyteidl/core/workflow_pb.js";
import { assertNever } from "../../never.ts";
import { liftNodeMetadata } from "./lift-metadata.ts";
import { liftAfter, liftName } from "./lift-node-parts.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { liftType } from "./lift-type.ts";
import { compact, type Fields, fields } from "./lift-written.ts";

/** @throws NotSayable where it waits for nothing that has a key */
export function liftGate(node: Node, { condition }: GateNode): Fields {
  const name = liftName(node);
  const common = { after: liftAfter(node.upstreamNodeIds), name, ...liftNodeMetadata(node.metadata) };
  switch (condition.case) {
    case "approve": {
      const question = node.metadata?.config.prompt;
      if (question === undefined) throw new NotSayable("its approval asks no question");
      // The question is the name too, unless it has another.
      return fields({ approve: question, ...common, name: name === question ? undefined : name });
    }
    case "signal":
      return fields({ signal: compact(fields({ type: liftType(condition.value.type) })), ...common });
    case "sleep":
      if (!condition.value.duration) throw new NotSayable("its sleep has no length");
      return fields({ sleep: formatShortDuration(condition.value.duration), ...common });
    case undefined:
      throw new NotSayable("it does not say what it waits for");
    default:
      return assertNever(condition, "gate condition");
  }
}

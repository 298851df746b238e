import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { Why } from "@skein/engine/status";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type Why as Message, Why_State as State, WhySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import type { Wait } from "../../runner/runner.ts";
import { sideOf } from "./breakpoints.ts";
import { mapCounts } from "./map-counts.ts";

/**
 * The engine's reason as the wire has it.
 *
 * @param read what a branch's condition read, where that is the reason
 */
export function whyMessage(why: Why, read: LiteralMap | undefined): Message {
  return create(WhySchema, { text: why.text, kind: kindOf(why, read) });
}

/** What the runner knows of an attempt that waits, in the place of "submitted". */
export function waitMessage(wait: Wait, text: string): Message {
  switch (wait.kind) {
    case "resources": {
      const { wanted, free, total, before } = wait.lack;
      const value = {
        cpuWanted: wanted.cpuMillis / 1000,
        cpuFree: free.cpuMillis / 1000,
        cpuTotal: total.cpuMillis / 1000,
        memoryWantedBytes: BigInt(wanted.memoryBytes),
        memoryFreeBytes: BigInt(free.memoryBytes),
        memoryTotalBytes: BigInt(total.memoryBytes),
        before,
      };
      return create(WhySchema, { text, kind: { case: "resources", value } });
    }
    case "pull": {
      const { image, percent } = wait;
      return create(WhySchema, {
        text,
        kind: { case: "pull", value: { image, ...(percent !== undefined && { percent }) } },
      });
    }
    case "engineAway":
      return create(WhySchema, { text, kind: { case: "engineAway", value: { message: wait.message } } });
    default:
      return assertNever(wait, "wait");
  }
}

type Kind = Exclude<MessageInitShape<typeof WhySchema>["kind"], undefined>;

function kindOf(why: Why, read: LiteralMap | undefined): Kind {
  switch (why.kind) {
    case "notStarted":
      return { case: "state", value: State.EXECUTION_NOT_STARTED };
    case "upstream":
      return { case: "waitingFor", value: { ids: [...why.nodes] } };
    case "parallelism":
      return { case: "place", value: { used: why.used, max: why.max } };
    case "inputs":
      return { case: "state", value: State.RESOLVING_INPUTS };
    case "task":
      return { case: "state", value: State.SUBMITTED };
    case "sleep":
      return { case: "sleepingUntil", value: timestampFromMs(why.until) };
    case "array":
      return { case: "elements", value: mapCounts(why.counts) };
    case "gate":
      return { case: "gate", value: { signalId: why.signal, isApproval: why.wanted === "approval" } };
    case "held":
      return { case: "held", value: { side: sideOf(why.when), stepped: why.cause === "step" } };
    case "stopping":
      return { case: "state", value: State.STOPPING };
    case "skipped":
      return { case: "skippedAfter", value: { ids: [...why.nodes] } };
    case "notTaken":
      return {
        case: "armNotTaken",
        value: { condition: why.condition, outcome: why.outcome, values: read?.literals ?? {} },
      };
    case "neverStarted":
      return { case: "state", value: State.NEVER_STARTED };
    case "lookUp":
      return { case: "state", value: State.LOOKING_UP };
    case "compiling":
      return { case: "state", value: State.COMPILING };
    case "cache":
      return why.owner === undefined
        ? { case: "state", value: State.ASKING_CACHE }
        : { case: "reservation", value: { owner: why.owner } };
    case "onFailure":
      return { case: "state", value: State.FAILURE_NODE };
    default:
      return assertNever(why, "reason");
  }
}

import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Quest } from "./command.ts";
import type { Finding } from "./event.ts";
import { findSleep } from "./in-process-task.ts";

/** Answers what a node asks of its inputs: for whoever carries `resolveInputs` out, because there the values are. */
export function find(quest: Quest, inputs: LiteralMap): Finding {
  switch (quest.kind) {
    case "sleep":
      return findSleep(inputs);
  }
}

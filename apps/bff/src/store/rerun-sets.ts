/**
 * What an execution that is another, or a node of one, run again has from that; kept with its row, as JSON, so that every
 * replay has the same.
 */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import type { RecoveryOptions } from "@skein/engine/recovery";
import { type TaskNodeOverrides, TaskNodeOverridesSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";

export type RerunSets = Pick<RecoveryOptions, "rerun" | "enter">;

export interface RerunOf {
  /** What an execution that recovers another does not take over; without them it takes all there is. */
  readonly sets?: RerunSets | undefined;
  /** Of a single-task execution that is a node of another, run by itself: what that node sets for its task. */
  readonly overrides?: TaskNodeOverrides | undefined;
}

/** Null when there is nothing to keep. */
export function formatRerun({ sets, overrides }: RerunOf): string | null {
  if (sets === undefined && overrides === undefined) return null;
  return JSON.stringify({
    ...(sets && { rerun: [...sets.rerun], enter: [...sets.enter] }),
    ...(overrides && { overrides: Buffer.from(toBinary(TaskNodeOverridesSchema, overrides)).toString("base64") }),
  });
}

/** Both sets are there, though empty. */
export function parseRerun(text: string | null): { sets: RerunSets; overrides: TaskNodeOverrides | undefined } {
  // Written by formatRerun alone.
  const stored = JSON.parse(text ?? "{}") as { rerun?: string[]; enter?: string[]; overrides?: string };
  const { overrides } = stored;
  return {
    sets: { rerun: new Set(stored.rerun), enter: new Set(stored.enter) },
    overrides:
      overrides === undefined ? undefined : fromBinary(TaskNodeOverridesSchema, Buffer.from(overrides, "base64")),
  };
}

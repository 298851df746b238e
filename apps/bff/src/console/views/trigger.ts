import { ExecutionMetadata_ExecutionMode as Mode } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { ExecutionRow } from "../../store/tables.ts";

/** Flyte's words; the row keeps the number. */
const triggers: Readonly<Record<number, string>> = {
  [Mode.MANUAL]: "manual",
  [Mode.SCHEDULED]: "scheduled",
  [Mode.SYSTEM]: "system",
  [Mode.RELAUNCH]: "relaunch",
  [Mode.CHILD_WORKFLOW]: "child workflow",
  [Mode.RECOVERED]: "recovered",
  [Mode.TRIGGER]: "trigger",
} satisfies Record<Mode, string>;

/** What made an execution be launched. */
export const triggerOf = ({ mode }: Pick<ExecutionRow, "mode">): string => triggers[mode] ?? "unknown";

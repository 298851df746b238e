/** What an execution that recovers another does not take over; kept with its row, so that every replay has the same. */
import type { RecoveryOptions } from "@skein/engine/recovery";

export type RerunSets = Pick<RecoveryOptions, "rerun" | "enter">;

export const formatRerunSets = ({ rerun, enter }: RerunSets): string =>
  JSON.stringify({ rerun: [...rerun], enter: [...enter] });

export function parseRerunSets(text: string | null): RerunSets {
  // Written by formatRerunSets alone.
  const stored = text === null ? {} : (JSON.parse(text) as { rerun?: string[]; enter?: string[] });
  return { rerun: new Set(stored.rerun), enter: new Set(stored.enter) };
}

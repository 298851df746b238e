/**
 * What our containers are called and how they are marked.
 *
 * The name is a hash of home and full key, so that re-issuing a command finds the container rather than making another,
 * and equal execution names in two domains or two homes never meet. The labels carry the key in clear: recovery and
 * clean-up go by them, and touch nothing that does not carry our home.
 */
import { createHash } from "node:crypto";
import type { TaskKey } from "@skein/engine/run";
import type { Reservation } from "../ledger.ts";

export const HOME_LABEL = "skein.home";
const EXECUTION_LABEL = "skein.execution";
const NODE_LABEL = "skein.node";
const ATTEMPT_LABEL = "skein.attempt";
/** What the attempt was admitted with, so that a restarted process counts it again. */
const CPU_LABEL = "skein.cpu-millis";
const MEMORY_LABEL = "skein.memory-bytes";

export type Labels = Readonly<Record<string, string>>;

/** `skein-` and 26 characters; the key is written so that no two keys read the same. */
export function containerNameOf(homeId: string, key: TaskKey): string {
  const text = JSON.stringify([homeId, key.project, key.domain, key.execution, key.node, key.attempt]);
  return `skein-${createHash("sha256").update(text).digest("hex").slice(0, 26)}`;
}

export function labelsOf(homeId: string, key: TaskKey, reservation: Reservation): Labels {
  return {
    [HOME_LABEL]: homeId,
    [EXECUTION_LABEL]: `${key.project}:${key.domain}:${key.execution}`,
    [NODE_LABEL]: key.node,
    [ATTEMPT_LABEL]: String(key.attempt),
    [CPU_LABEL]: String(reservation.cpuMillis),
    [MEMORY_LABEL]: String(reservation.memoryBytes),
  };
}

/** Whether these labels say that the container is this home's and of this attempt. */
export function isOurs(labels: Labels | undefined, homeId: string, key: TaskKey): boolean {
  const expected = labelsOf(homeId, key, { cpuMillis: 0, memoryBytes: 0 });
  return [HOME_LABEL, EXECUTION_LABEL, NODE_LABEL, ATTEMPT_LABEL].every((name) => labels?.[name] === expected[name]);
}

export function reservationOf(labels: Labels | undefined): Reservation {
  return { cpuMillis: toCount(labels?.[CPU_LABEL]), memoryBytes: toCount(labels?.[MEMORY_LABEL]) };
}

function toCount(text: string | undefined): number {
  const count = Number(text ?? 0);
  return Number.isFinite(count) && count > 0 ? count : 0;
}

/**
 * Admission: how much of the machine's CPU and memory is promised to attempts, and who is next.
 *
 * First come, first served, except that a small attempt may pass one that does not fit yet: at most `MAX_PASSES` times,
 * then nobody passes any more and the waiting one gets the machine as it empties. Every admission is matched by one
 * release; attempts adopted after a restart count at once, whether they fit or not.
 */

export interface Reservation {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** What an attempt wants of the machine and what is free of it now; amounts as in the ledger. */
export interface ResourceLack {
  readonly wanted: Reservation;
  readonly free: Reservation;
  readonly total: Reservation;
  /** Attempts that came before and wait too. */
  readonly before: number;
}

export interface Ledger {
  setTotal(total: Reservation): void;
  total(): Reservation;
  reserved(): Reservation;
  waiting(): number;
  /** What one that waits lacks now; undefined for any other. */
  lackOf(id: string): ResourceLack | undefined;
  /** Why this can never be admitted, or undefined. */
  whyNever(wanted: Reservation): string | undefined;
  /**
   * Calls `onAdmitted` once, now or later; until then `onWaiting` gets the reason, and again when it becomes another.
   * A second admission of the same id is ignored.
   */
  admit(id: string, wanted: Reservation, onAdmitted: () => void, onWaiting: (reason: string) => void): void;
  /** Counts what runs already. */
  take(id: string, wanted: Reservation): void;
  /** Gives back, or leaves the queue; unknown ids change nothing. */
  release(id: string): void;
}

/** How often an attempt that waits may be passed. */
export const MAX_PASSES = 16;

interface Waiting {
  readonly id: string;
  readonly wanted: Reservation;
  readonly onAdmitted: () => void;
  readonly onWaiting: (reason: string) => void;
  passes: number;
  told: Lack | undefined;
}

type Lack = "CPU" | "memory" | "turn";

export function createLedger(): Ledger {
  let total: Reservation = { cpuMillis: 0, memoryBytes: 0 };
  const held = new Map<string, Reservation>();
  let queue: Waiting[] = [];

  const reserved = (): Reservation => {
    let [cpuMillis, memoryBytes] = [0, 0];
    for (const part of held.values()) {
      cpuMillis += part.cpuMillis;
      memoryBytes += part.memoryBytes;
    }
    return { cpuMillis, memoryBytes };
  };

  /** Admits whom it can, in order, and tells the others what they wait for. */
  function settle(): void {
    let used = reserved();
    const admitted: Waiting[] = [];
    const left: Waiting[] = [];
    for (const entry of queue) {
      const lack = left.some((before) => before.passes >= MAX_PASSES) ? "turn" : lackOf(entry.wanted, used, total);
      if (lack) {
        left.push(entry);
        if (entry.told !== lack) entry.onWaiting(reasonOf(lack, entry.wanted, used, total, left.length - 1));
        entry.told = lack;
        continue;
      }
      for (const passed of left) passed.passes += 1;
      held.set(entry.id, entry.wanted);
      used = add(used, entry.wanted);
      admitted.push(entry);
    }
    queue = left;
    for (const entry of admitted) entry.onAdmitted();
  }

  return {
    setTotal(next) {
      total = next;
      settle();
    },
    total: () => total,
    reserved,
    waiting: () => queue.length,
    lackOf(id) {
      const before = queue.findIndex((entry) => entry.id === id);
      const wanted = queue[before]?.wanted;
      if (!wanted) return undefined;
      const used = reserved();
      const free = {
        cpuMillis: Math.max(0, total.cpuMillis - used.cpuMillis),
        memoryBytes: Math.max(0, total.memoryBytes - used.memoryBytes),
      };
      return { wanted, free, total, before };
    },
    whyNever(wanted) {
      if (total.cpuMillis > 0 && wanted.cpuMillis > total.cpuMillis)
        return `it asks for ${formatCpu(wanted.cpuMillis)} CPU and this machine has ${formatCpu(total.cpuMillis)}`;
      if (total.memoryBytes > 0 && wanted.memoryBytes > total.memoryBytes)
        return `it asks for ${formatMemory(wanted.memoryBytes)} of memory and this machine has ${formatMemory(total.memoryBytes)}`;
      return undefined;
    },
    admit(id, wanted, onAdmitted, onWaiting) {
      if (held.has(id) || queue.some((entry) => entry.id === id)) return;
      queue.push({ id, wanted, onAdmitted, onWaiting, passes: 0, told: undefined });
      settle();
    },
    take(id, wanted) {
      queue = queue.filter((entry) => entry.id !== id);
      held.set(id, wanted);
    },
    release(id) {
      const left = queue.filter((entry) => entry.id !== id);
      const changed = held.delete(id) || left.length < queue.length;
      queue = left;
      if (changed) settle();
    },
  };
}

function lackOf(wanted: Reservation, used: Reservation, total: Reservation): Lack | undefined {
  if (used.cpuMillis + wanted.cpuMillis > total.cpuMillis) return "CPU";
  return used.memoryBytes + wanted.memoryBytes > total.memoryBytes ? "memory" : undefined;
}

function reasonOf(lack: Lack, wanted: Reservation, used: Reservation, total: Reservation, before: number): string {
  switch (lack) {
    case "CPU": {
      const free = Math.max(0, total.cpuMillis - used.cpuMillis);
      return `waits for CPU: wants ${formatCpu(wanted.cpuMillis)}, ${formatCpu(free)} of ${formatCpu(total.cpuMillis)} free`;
    }
    case "memory": {
      const free = formatMemory(Math.max(0, total.memoryBytes - used.memoryBytes));
      return `waits for memory: wants ${formatMemory(wanted.memoryBytes)}, ${free} of ${formatMemory(total.memoryBytes)} free`;
    }
    case "turn":
      return `waits its turn: ${before} before it`;
  }
}

function add(a: Reservation, b: Reservation): Reservation {
  return { cpuMillis: a.cpuMillis + b.cpuMillis, memoryBytes: a.memoryBytes + b.memoryBytes };
}

/** Cores: `2`, `0.5`. */
export function formatCpu(cpuMillis: number): string {
  return String(Math.round(cpuMillis) / 1000);
}

/** `512 MiB`, `1.5 GiB`. */
export function formatMemory(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${Math.round(value * 10) / 10} ${units[unit]}`;
}

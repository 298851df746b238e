/**
 * Whether a container's first process hears SIGTERM.
 *
 * The kernel drops a signal to process 1 that it has no handler for, so waiting for such a process to end by itself is
 * waiting in vain. Linux says in /proc which signals a process catches.
 */
import { readFile } from "node:fs/promises";

const SIGTERM_BIT = 1n << 14n;

/** True when it does, or when it cannot be told (another machine, another namespace). */
export async function hearsTerm(pid: number, containerId: string, proc = "/proc"): Promise<boolean> {
  try {
    const groups = await readFile(`${proc}/${pid}/cgroup`, "utf8");
    if (!groups.includes(containerId)) return true; // not this machine's process
    const status = await readFile(`${proc}/${pid}/status`, "utf8");
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1];
    return caught === undefined || (BigInt(`0x${caught}`) & SIGTERM_BIT) !== 0n;
  } catch {
    return true;
  }
}

/**
 * What a server process weighs: its resident memory now and at its peak, and after a garbage collection.
 *
 * The peak is the kernel's own (`VmHWM`); where there is no /proc, it is the largest of what `ps` said when asked.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Loaded into the server before it starts: collects garbage when it gets SIGUSR2, and says so. */
const hook = fileURLToPath(new URL("collect-on-signal.mjs", import.meta.url));

export const collectable: Readonly<Record<string, string>> = {
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${hook}`,
};

const MIB = 1024 * 1024;

export function rssMiB(pid: number): { readonly now: number; readonly peak: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kib = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]);
    return { now: kib("VmRSS") / 1024, peak: kib("VmHWM") / 1024 };
  } catch {
    const now = (Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024) / MIB;
    return { now, peak: now };
  }
}

/** Has the server collect its garbage; resolves to what it weighs then. */
export async function rssAfterCollection(server: { readonly pid: number; output(): string }): Promise<number> {
  const collections = () => server.output().split("collected\n").length;
  const before = collections();
  process.kill(server.pid, "SIGUSR2");
  while (collections() === before) await new Promise((resolve) => setTimeout(resolve, 20));
  return rssMiB(server.pid).now;
}

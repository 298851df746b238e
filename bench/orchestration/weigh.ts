/** What a server process has cost so far, by its own word. */
import { fileURLToPath } from "node:url";
import type { Server } from "../../e2e/support/server.ts";

const hook = fileURLToPath(new URL("weigh-on-signal.mjs", import.meta.url));

/** The environment in which a server can be weighed. */
export const weighable: Readonly<Record<string, string>> = {
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${hook}`,
};

export interface Weight {
  /** All of its threads, since it started. */
  readonly cpuSeconds: number;
  /** The most memory it ever had. */
  readonly peakBytes: number;
  /** Its memory after a garbage collection. */
  readonly bytes: number;
}

export async function weigh({ pid, output }: Pick<Server, "pid" | "output">): Promise<Weight> {
  const words = () => output().match(/^weighed .*\}$/gm) ?? [];
  const before = words().length;
  process.kill(pid, "SIGUSR2");
  for (;;) {
    const word = words()[before];
    if (word !== undefined) return JSON.parse(word.slice("weighed ".length)) as Weight; // written by the hook alone
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

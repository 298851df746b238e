import { luck } from "./random.ts";

/** How one attempt ends. "user" may be tried again, as may "system" from a budget of its own; "permanent" may not. */
export type End = "succeed" | "user" | "system" | "permanent";

/** How attempts end: the same for the same node and attempt, whatever else happens. */
export type Fate = (node: string, attempt: number) => End;

/** Whether the nodes that this attempt asks for do not compile. */
export function isRefused(fate: Fate, node: string, attempt: number): boolean {
  return fate(`${node}/futures`, attempt) === "permanent";
}

/** Whether the cache has the result of a node, kept by an earlier execution. */
export type IsKept = (node: string) => boolean;

export function keptOf(seed: number): IsKept {
  return (node) => luck(seed, `kept ${node}`, 3) === 0;
}

/**
 * §2.1: whether an attempt succeeds in the end, and which is the newest: failures of the user's and of the system have
 * budgets of their own; a permanent one ends all.
 */
export function triesOf(fate: Fate, key: string, retries: number): { succeeds: boolean; newest: number } {
  let user = retries + 1;
  let system = 3;
  for (let newest = 0; ; newest += 1) {
    const end = fate(key, newest);
    if (end === "succeed") return { succeeds: true, newest };
    if (end === "permanent") return { succeeds: false, newest };
    if (end === "user") user -= 1;
    else system -= 1;
    if (user === 0 || system < 0) return { succeeds: false, newest };
  }
}

/** `harshness` of 100 attempts fail, one way or another. */
export function fateOf(seed: number, harshness: number): Fate {
  return (node, attempt) => {
    const draw = luck(seed, `${node}/${attempt}`, 100);
    if (draw >= harshness) return "succeed";
    return (["user", "system", "permanent"] as const)[draw % 3] ?? "user";
  };
}

/** Plays many seeds; of the first that fails, the smallest case that still does. */
import { type Case, drawCase } from "./case.ts";
import { describeCase, reproduction } from "./describe.ts";
import { shrink } from "./shrink.ts";

export interface Played {
  readonly seeds: number;
  /** Undefined when all held. */
  readonly failure: string | undefined;
}

/** @param play throws where something is wrong */
export function playSeeds(from: number, seeds: number, play: (each: Case) => void): Played {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const failing = drawCase(seed);
    const trouble = troubleOf(failing, play);
    if (trouble === undefined) continue;
    const smallest = shrink(failing, (each) => troubleOf(each, play) !== undefined);
    const failure = [
      reproduction(seed),
      messageOf(trouble),
      "The smallest case found that fails:",
      describeCase(smallest),
      `  ${messageOf(troubleOf(smallest, play))}`,
    ].join("\n");
    return { seeds: seed - from + 1, failure };
  }
  return { seeds, failure: undefined };
}

function troubleOf(each: Case, play: (each: Case) => void): unknown {
  try {
    play(each);
    return undefined;
  } catch (reason) {
    return reason;
  }
}

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

/** Plays many seeds; of the first that fails, the smallest case that still does. */
import { type Case, drawCase } from "./case.ts";
import { describeCase, reproduction } from "./describe.ts";
import { shrink } from "./shrink.ts";

export interface Played {
  readonly seeds: number;
  /** Undefined when all held. */
  readonly failure: string | undefined;
}

type Play = (each: Case) => unknown;

/** @param play throws where something is wrong, now or later */
export async function playSeeds(from: number, seeds: number, play: Play): Promise<Played> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const failing = drawCase(seed);
    const trouble = await troubleOf(failing, play);
    if (trouble === undefined) continue;
    const smallest = await shrink(failing, async (each) => (await troubleOf(each, play)) !== undefined);
    const failure = [
      reproduction(seed),
      trouble,
      "The smallest case found that fails:",
      describeCase(smallest),
      `  ${await troubleOf(smallest, play)}`,
    ].join("\n");
    return { seeds: seed - from + 1, failure };
  }
  return { seeds, failure: undefined };
}

async function troubleOf(each: Case, play: Play): Promise<string | undefined> {
  try {
    await play(each);
    return undefined;
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
}

/** The engine's simulation once more, through the loop, the store and all that answers commands. */
import { playSeeds } from "@skein/engine/testing/seeds";
import { expect, test, vi } from "vitest";
import { simulateLoop } from "./testing/simulate-loop.ts";

// Several processes of ours for each seed.
vi.setConfig({ testTimeout: 120_000 });

test("§10.30 killed and refused at random, through the real store, a run comes to what a walk by hand does", async () => {
  expect((await playSeeds(0, 100, simulateLoop)).failure).toBeUndefined();
});

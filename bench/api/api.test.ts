/** The calls of the bench against a short history, through the same code: what is answered, not how long it takes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeHome, removeHome, type Server, startServer } from "../../e2e/support/server.ts";
import { baseline, callsTo, runOriginals } from "./calls.ts";
import { writeHistory } from "./history.ts";
import { latenciesOf } from "./latencies.ts";

let home = "";
let server: Server;
beforeAll(async () => {
  home = makeHome();
  const first = await startServer(home);
  const originals = await runOriginals(first, { workflows: 4, nodes: 120 });
  await first.stop();
  writeHistory(home, originals, 10_000);
  server = await startServer(home);
});
afterAll(async () => {
  await server.stop();
  await removeHome(home);
});

test("every call is answered with what it asks for", async () => {
  const answers: Record<string, number> = {};
  for (const call of [baseline(server), ...callsTo(server)])
    answers[call.name] = (await latenciesOf(call, 2, 2)).answered;
  const empty = Object.keys(answers).filter((name) => answers[name] === 0);
  expect(empty).toEqual(["ListExecutions: running, by start"]);
  expect(answers["ListExecutions: by start"]).toBe(100);
  expect(answers["ListNodeExecutions: all"]).toBe(122);
  expect(answers["Console Histogram"]).toBe(96);
});

test("so many calls are timed, each once", async () => {
  let asked = 0;
  const call = { ...baseline(server), ask: async () => ++asked };
  const { milliseconds } = await latenciesOf(call, 3, 30);
  expect(milliseconds).toHaveLength(30);
  expect(asked).toBe(33);
});

import type { NodeSketch } from "@skein/compiler/testing/closure";
import { describe, expect, test } from "vitest";
import { childExecutionName } from "./node-id.ts";
import { outstanding } from "./outstanding.ts";
import type { RunRecord } from "./record.ts";
import { step } from "./step.ts";
import { commandText, type EventInput, recordText, runOf, startedDrive } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const drive = (rest: Partial<NodeSketch> = {}) => startedDrive({ nodes: [{ id: "n", launches: "lp", ...rest }] });
const error = { kind: "USER", code: "Bad", message: "no flour" } as const;
const launched = (attempt = 0): EventInput => ({ kind: "childLaunched", node: "n", attempt });
const ended = (attempt = 0, outcome: Extract<EventInput, { kind: "childEnded" }>["outcome"] = { kind: "succeeded" }) =>
  ({ kind: "childEnded", node: "n", attempt, outcome }) as const;

describe("a launch plan node (§4.2)", () => {
  test("launches an execution named after its lineage, and takes its outputs", () => {
    const { commands, send } = drive();
    expect(commands.at(-1)).toMatchObject({
      kind: "launchChild",
      name: "f1-n-0",
      launchPlan: "p:d:lp:1",
      inputs: expect.stringMatching(/\/n\/data\/inputs\.pb$/),
      to: expect.stringMatching(/\/n\/data\/0\/outputs\.pb$/),
    });
    expect(texts(send(launched()).records)).toEqual(["n RUNNING"]);
    expect(send(launched()).records).toEqual([]);
    const { records } = send(ended());
    expect(texts(records)[0]).toBe("n SUCCEEDED");
    expect(records[0]).toMatchObject({ isParent: false, outputs: expect.stringMatching(/\/n\/data\/0\/outputs\.pb$/) });
  });

  test("fails with its child's error, whatever attempts are left", () => {
    const { send } = drive({ retries: 3 });
    send(launched());
    expect(send(ended(0, { kind: "failed", error })).records.at(-1)).toMatchObject({ phase: "FAILED", error });
  });

  test("fails before it runs when its child cannot be launched", () => {
    const { send } = drive();
    expect(texts(send(ended(0, { kind: "failed", error })).records)).toEqual(["n FAILED", "= FAILING", "= FAILED"]);
  });

  test("is asked for again after a crash, so that the child is adopted", () => {
    const { journal, send } = drive();
    send(launched());
    const again = runOf({ nodes: [{ id: "n", launches: "lp" }] });
    for (const event of journal) step(again, event);
    expect(outstanding(again).map(commandText)).toEqual(["launchChild n#0"]);
  });

  test("an abort ends the child first", () => {
    const { send } = drive();
    send(launched());
    const asked = send({ kind: "abortRequested", reason: "enough" });
    expect(asked.commands).toEqual([
      { kind: "terminateChild", node: "n", attempt: 0, parent: "n", name: "f1-n-0", reason: "Workflow aborted." },
    ]);
    expect(texts(send(ended(0, { kind: "failed", error })).records)).toEqual(["n ABORTED", "= ABORTED"]);
  });

  test("past its deadline another child is launched, once the first has ended", () => {
    const { send } = drive({ timeoutMs: 1000, retries: 1 });
    send(launched());
    const fired = send({ kind: "timerFired", timer: "execution|n|0" });
    expect(fired.commands.map(commandText)).toEqual(["terminateChild n#0"]);
    const gone = send(ended(0, { kind: "failed", error }));
    expect(gone.commands.map(commandText)).toEqual(["launchChild n#1"]);
    expect(send(ended(0))).toEqual({ commands: [], records: [] });
    expect(texts(send(ended(1)).records)[0]).toBe("n SUCCEEDED");
  });

  test("takes a place while its child runs", () => {
    const nodes = ["n", "m"].map((id) => ({ id, launches: "lp" }));
    const { run, send } = startedDrive({ nodes }, { maxParallelism: 1 });
    expect(run.used).toBe(1);
    expect(run.live.size).toBe(1);
    const [first] = run.live.keys();
    send({ kind: "childEnded", node: first ?? "", attempt: 0, outcome: { kind: "succeeded" } });
    expect(run.live.size).toBe(1);
  });
});

describe("the name of a child execution", () => {
  test("is the lineage where that is short, else a hash of it", () => {
    expect(childExecutionName("f1", "n0", 0)).toBe("f1-n0-0");
    expect(childExecutionName("abcdefghijklmnop", "n", 0)).toBe("abcdefghijklmnop-n-0");
    expect(childExecutionName("abcdefghijklmnopq", "n", 0)).toMatch(/^f[a-z1-6]{13}$/);
  });

  test("differs by attempt", () => {
    const names = [0, 1].map((attempt) => childExecutionName("a-long-execution-name", "n0", attempt));
    expect(new Set(names).size).toBe(2);
  });
});

import { createClient } from "@connectrpc/connect";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { SignalService } from "@skein/spec/gen/flyteidl/service/signal_pb";
import { beforeEach, describe, expect, test } from "vitest";
import { type AdminUnderTest, refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { int, launchPlanId, text } from "./testing/specs.ts";

const executionId = { project: "flytesnacks", domain: "development", name: "run" };
const idOf = (signalId: string) => ({ signalId, executionId });
const integer = { type: { case: "simple" as const, value: SimpleType.INTEGER } };

let admin: AdminUnderTest;
let signals: ReturnType<typeof createClient<typeof SignalService>>;
beforeEach(async () => {
  admin = await withSumWorkflow();
  signals = createClient(SignalService, admin.transport);
  await admin.client.createExecution({
    ...executionId,
    spec: { launchPlan: launchPlanId("sum") },
    inputs: { literals: { n: int(1) } },
  });
});

describe("SignalService", () => {
  test("a signal is made once, and keeps its type", async () => {
    const made = await signals.getOrCreateSignal({ id: idOf("ask"), type: integer });
    expect(made).toMatchObject({ id: idOf("ask"), type: integer });
    expect(made.value).toBeUndefined();
    const other = { type: { case: "simple" as const, value: SimpleType.STRING } };
    expect(await signals.getOrCreateSignal({ id: idOf("ask"), type: other })).toMatchObject({ type: integer });
  });

  test("a value that fits is kept, and the run is told", async () => {
    await signals.getOrCreateSignal({ id: idOf("ask"), type: integer });
    await signals.setSignal({ id: idOf("ask"), value: int(7) });
    await signals.setSignal({ id: idOf("ask"), value: int(8) });
    expect((await signals.getOrCreateSignal({ id: idOf("ask"), type: integer })).value).toEqual(int(8));
    expect(admin.asked).toEqual(["start 1", "signal 1 ask", "signal 1 ask"]);
  });

  test("a value of another type is refused in words, and kept nowhere", async () => {
    await signals.getOrCreateSignal({ id: idOf("ask"), type: integer });
    expect(await refusal(signals.setSignal({ id: idOf("ask"), value: text("seven") }))).toMatch(
      /^InvalidArgument .*type \[string\] is not castable to existing signal type \[int\] of signal ask/,
    );
    expect((await signals.getOrCreateSignal({ id: idOf("ask"), type: integer })).value).toBeUndefined();
    expect(admin.asked).toEqual(["start 1"]);
  });

  test.each<[string, Parameters<typeof signals.setSignal>[0], RegExp]>([
    ["one that is not known", { id: idOf("nobody"), value: int(1) }, /^InvalidArgument .*signal \[nobody\].* exists/],
    ["without id", { value: int(1) }, /^InvalidArgument missing id/],
    ["without signal id", { id: { executionId }, value: int(1) }, /^InvalidArgument missing signal_id/],
    ["without execution", { id: { signalId: "ask" }, value: int(1) }, /^InvalidArgument missing execution_id/],
    ["without value", { id: idOf("ask") }, /^InvalidArgument missing value/],
    [
      "of an execution that is not there",
      { id: { signalId: "ask", executionId: { ...executionId, name: "no" } }, value: int(1) },
      /^NotFound/,
    ],
  ])("SetSignal of %s is refused", async (_, request, message) => {
    expect(await refusal(signals.setSignal(request))).toMatch(message);
  });

  test("GetOrCreateSignal wants a type only for a new one", async () => {
    expect(await refusal(signals.getOrCreateSignal({ id: idOf("ask") }))).toMatch(/missing type/);
    await signals.getOrCreateSignal({ id: idOf("ask"), type: integer });
    expect(await refusal(signals.getOrCreateSignal({ id: idOf("ask") }))).toBe("OK");
  });

  test("lists page by page, filtered by columns of signals", async () => {
    for (const name of ["a", "b", "c"]) await signals.getOrCreateSignal({ id: idOf(name), type: integer });
    const sortBy = { key: "signal_id", direction: 1 };
    const first = await signals.listSignals({ workflowExecutionId: executionId, limit: 2, sortBy });
    expect(first.signals.map((each) => each.id?.signalId)).toEqual(["a", "b"]);
    const second = await signals.listSignals({
      workflowExecutionId: executionId,
      limit: 2,
      sortBy,
      token: first.token,
    });
    expect(second.signals.map((each) => each.id?.signalId)).toEqual(["c"]);
    const filtered = { workflowExecutionId: executionId, limit: 9, filters: "eq(signal_id,b)" };
    expect((await signals.listSignals(filtered)).signals).toHaveLength(1);
    expect(await refusal(signals.listSignals({ workflowExecutionId: executionId }))).toMatch(/invalid value for limit/);
  });
});

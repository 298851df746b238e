import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, int, refusal, scope, text } from "./testing/console-under-test.ts";
import { gated } from "./testing/sources.ts";

let console: ConsoleUnderTest;
let name = "";
beforeEach(async () => {
  console = await consoleUnderTest();
  await console.register(gated);
  name = await console.launch("gated");
});
afterEach(() => console.close());

const bool = (value: boolean): Literal => {
  const primitive = { value: { case: "boolean" as const, value } };
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
  });
};
const say = (signalId: string, value: Literal) => console.client.setSignal({ id: { ...scope, name }, signalId, value });

/** The node once it waits for somebody. */
async function waiting(path: string): Promise<NodeView> {
  return await vi.waitFor(async () => {
    const view = await console.client.getNode({ execution: { ...scope, name }, path });
    if (!view.gate) throw new Error("does not wait yet");
    return view;
  });
}

test("a gate says what it waits for, is told, and the execution goes on", async () => {
  const sure = await waiting("sure");
  expect(sure.gate).toMatchObject({ signalId: "sure", isApproval: true });
  expect(sure.why).toEqual(["Waits for an approval: signal sure."]);
  await say("sure", bool(true));
  expect((await waiting("number")).gate).toMatchObject({ signalId: "number", isApproval: false });
  await say("number", int(7));
  const { execution, outputs } = await console.ended(name);
  expect(execution?.phase).toBe(Phase.SUCCEEDED);
  expect(outputs?.literals.n).toEqual(int(7));
  const after = await console.client.getNode({ execution: { ...scope, name }, path: "sure" });
  expect(after.gate).toBeUndefined();
});

test("a value of another type is refused, and the gate still waits", async () => {
  await waiting("sure");
  expect(await refusal(say("sure", text("yes")))).toMatch(/not castable to existing signal type \[bool\]/);
  expect((await waiting("sure")).gate?.signalId).toBe("sure");
});

test("a no ends the execution as failed", async () => {
  await waiting("sure");
  await say("sure", bool(false));
  const { execution, error } = await console.ended(name);
  expect(execution?.phase).toBe(Phase.FAILED);
  expect(error?.code).toBe("ReceivedRejectSignal");
});

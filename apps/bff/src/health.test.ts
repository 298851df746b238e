import { expect, test } from "vitest";
import { healthOf } from "./health.ts";

const refusing = (message: string | undefined) => ({ refusal: () => message });
const ready = (part: string) => ({ part, ready: true, message: "" });

test("each part says what keeps it from working", () => {
  expect(healthOf(refusing(undefined), refusing(undefined), true)).toEqual([ready("store"), ready("executions")]);
  expect(healthOf(refusing("full"), refusing("waits"), true)).toEqual([
    { part: "store", ready: false, message: "full" },
    { part: "executions", ready: false, message: "waits" },
  ]);
  expect(healthOf(refusing(undefined), refusing(undefined), false)[1]).toMatchObject({
    ready: false,
    message: expect.stringContaining("taken up again"),
  });
});

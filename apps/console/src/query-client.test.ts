import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { isRetryable } from "./query-client.ts";

it.each([
  [new ConnectError("away", Code.Unavailable), true],
  [new ConnectError("slow", Code.DeadlineExceeded), true],
  [new TypeError("Failed to fetch"), true],
  [new ConnectError("no such workflow", Code.NotFound), false],
  [new ConnectError("bad input", Code.InvalidArgument), false],
  [new ConnectError("bug", Code.Internal), false],
])("%s is asked again: %s", (error, again) => {
  expect(isRetryable(error)).toBe(again);
});

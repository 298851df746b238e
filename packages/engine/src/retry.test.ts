import { expect, test } from "vitest";
import { isInterruptible, judgeRetry } from "./retry.ts";

// kind, attempt, system failures so far, max attempts → another attempt, or the count in the message
test.each([
  ["USER", 0, 0, 1, "1/1"],
  ["USER", 0, 0, 3, undefined],
  ["USER", 1, 0, 3, undefined],
  ["USER", 2, 0, 3, "3/3"],
  ["UNKNOWN", 0, 0, 1, "1/1"],
  ["UNKNOWN", 0, 0, 2, undefined],
  ["USER", 2, 2, 1, "1/1"], // system failures do not spend the user's budget
  ["USER", 3, 2, 3, undefined],
  ["SYSTEM", 0, 0, 1, undefined],
  ["SYSTEM", 2, 2, 1, undefined],
  ["SYSTEM", 3, 3, 1, "3/3"],
  ["SYSTEM", 5, 2, 1, undefined], // nor the other way round
] as const)(
  "%s failure of attempt %i with %i system failures and %i allowed",
  (kind, attempt, systemFailures, maxAttempts, count) => {
    const verdict = judgeRetry({ attempt, systemFailures, maxAttempts }, { kind, code: "C", message: "it broke" });
    expect(verdict).toEqual(
      count === undefined
        ? { retry: true }
        : {
            retry: false,
            error: {
              kind: "USER",
              code: "RetriesExhausted|C",
              message: `[${count}] currentAttempt done. Last Error: ${kind}::it broke`,
            },
          },
    );
  },
);

test.each([
  [true, 0, true],
  [true, 2, true],
  [true, 3, false],
  [false, 0, false],
])("wanted %j after %i system failures is %j", (wanted, failures, expected) => {
  expect(isInterruptible(wanted, failures)).toBe(expected);
});

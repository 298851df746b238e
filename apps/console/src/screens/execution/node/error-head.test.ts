import { expect, test } from "vitest";
import { errorHead } from "./error-head.ts";

const ended = "Container skein-1 (busybox:1.36) terminated with exit code 3, reason Error. The last lines of its log:";

test.each([
  ["OutOfMemory", "killed at 8 GiB\nTraceback", "OutOfMemory: killed at 8 GiB"],
  ["", "killed", "killed"],
  ["Error", `${ended}\nbegins\nno luck\n`, "Exit code 3: no luck"],
  ["Error", "", "Error: "],
])("%s, %j", (code, message, head) => {
  expect(errorHead({ code, message })).toBe(head);
});

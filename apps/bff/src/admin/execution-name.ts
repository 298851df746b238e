/** Names of executions: chosen by somebody, or made up (admin-api.md §3.1). */
import { randomInt } from "node:crypto";
import { findExecutionNameProblem } from "@skein/spec/identifier";
import { InvalidRequest } from "./request-checks.ts";

/** No vowels, no look-alikes: names are read aloud, and spell nothing. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** `a` and 19 letters and digits: clients cut printed links at the first character that is neither. */
export function makeExecutionName(pick: (below: number) => number = randomInt): string {
  return `a${Array.from({ length: 19 }, () => alphabet[pick(alphabet.length)]).join("")}`;
}

/** @throws InvalidRequest saying what a name may look like */
export function checkExecutionName(name: string): void {
  const problem = findExecutionNameProblem(name);
  if (problem) throw new InvalidRequest(`invalid name format: ${problem}`);
}

import type { Diagnostic } from "@skein/spec/diagnostic";
import { InvalidRequest } from "./request-checks.ts";

/** Upstream answers with the first thing it finds. @throws InvalidRequest */
export function refuseFirst(refusals: readonly Diagnostic[]): void {
  const first = refusals.find((each) => each.severity === "error");
  if (first) throw new InvalidRequest(first.message);
}

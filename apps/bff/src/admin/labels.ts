import { findLabelProblems } from "@skein/compiler/label-rules";
import { InvalidRequest } from "./request-checks.ts";

/** @throws InvalidRequest with the first thing Kubernetes would not accept */
export function checkLabels(labels: Readonly<Record<string, string>>): void {
  const [first] = findLabelProblems(labels);
  if (first) throw new InvalidRequest(first.message);
}

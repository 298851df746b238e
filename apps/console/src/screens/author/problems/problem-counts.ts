import type { Problem } from "../check/protocol.ts";

/** "2 errors, 1 warning"; empty when there is nothing. */
export function countProblems(problems: readonly Problem[]): string {
  return (["error", "warning", "info"] as const)
    .flatMap((severity) => {
      const count = problems.filter((each) => each.severity === severity).length;
      const word = severity === "info" ? "note" : severity;
      return count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`];
    })
    .join(", ");
}

export function countErrors(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === "error").length;
}

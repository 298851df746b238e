import { report, round } from "../report.ts";

/** One figure of the console beside its budget (the table of performance budgets); `at least` budgets are rates. */
export function figure(
  part: string,
  what: string,
  value: number,
  unit: string,
  budget: number,
  kind: "at most" | "at least" = "at most",
): void {
  const holds = kind === "at most" ? value <= budget : value >= budget;
  report({
    bench: "console",
    part,
    what,
    value: round(value, value < 10 ? 3 : 1),
    unit,
    [kind === "at most" ? "budget" : "budgetAtLeast"]: budget,
    holds: holds ? "yes" : "no",
  });
}

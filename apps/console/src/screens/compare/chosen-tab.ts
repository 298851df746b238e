import type { ComparedExecution } from "@skein/spec/gen/skein/console/v1/console_pb";

export const tabs = ["summary", "inputs", "outputs", "timing", "cache", "attempts", "spec"] as const;
export type Tab = (typeof tabs)[number];

/** Names that addresses have had. */
const renamed: Readonly<Record<string, Tab>> = { nodes: "summary" };

/** @param asked what the address says; where it says nothing, another version is looked at for its spec first */
export function chosenTab(asked: string | null, executions: readonly ComparedExecution[]): Tab {
  const known = tabs.find((tab) => tab === asked) ?? (asked === null ? undefined : renamed[asked]);
  return known ?? (areVersionsUnequal(executions) ? "spec" : "summary");
}

/** They are not all of the very same version of a workflow. */
export function areVersionsUnequal(executions: readonly ComparedExecution[]): boolean {
  const ids = executions.map(({ execution }) => {
    const { project, domain, name, version } = execution?.workflow ?? {};
    return JSON.stringify([project, domain, name, version]);
  });
  return new Set(ids).size > 1;
}

import { executionPath, findScope, launchPath, workflowPath } from "../paths.ts";

type Params = Readonly<Record<string, string | undefined>>;

/**
 * Where an address of old leads to; undefined for one that names nothing.
 *
 * @param kind the address's first part below the domain: `workflow`, `task`, `launch_plan` or `executions`
 */
export function legacyTarget(kind: string, params: Params): string | undefined {
  const scope = findScope(params);
  const { name, version } = params;
  if (!scope || !name) return undefined;
  switch (kind) {
    case "workflow":
      return workflowPath({ ...scope, name, version });
    // Tasks and launch plans are shown where they are launched.
    case "task":
      return launchPath(scope, { kind: "task", name, version });
    case "launch_plan":
      return launchPath(scope, { kind: "launchPlan", name, version });
    case "executions":
      return executionPath({ ...scope, name }, nodeSearch(params["*"] ?? ""));
    default:
      return undefined;
  }
}

/** `<node>/taskId/…/attempt/<n>/mappedIndex/<i>/view/<what>`: any of its parts may be missing. */
function nodeSearch(rest: string): Record<string, string | undefined> {
  const [node = "", ...parts] = rest.split("/");
  const after = (part: string) => {
    const at = parts.indexOf(part);
    return at < 0 ? undefined : parts[at + 1];
  };
  const index = after("mappedIndex");
  const tab = after("view");
  return {
    node,
    attempt: after("attempt"),
    ...(index === undefined ? { tab } : { tab: "items", index, part: tab === "logs" ? "logs" : undefined }),
  };
}

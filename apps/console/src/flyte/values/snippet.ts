/** How a value is had from elsewhere: Python for flytekit. */
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";

/** Whose inputs or outputs are shown. */
export interface ValueSource {
  readonly execution: Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">;
  /** Unique in the execution; absent: the values are the execution's own. */
  readonly nodeId?: string | undefined;
  readonly side: "inputs" | "outputs";
}

/** @param server by which this one is reached: of `location` */
export function valueSnippet(
  { execution, nodeId, side }: ValueSource,
  name: string,
  server: { readonly host: string; readonly protocol: string },
): string {
  const { project, domain, name: execName } = execution;
  const value =
    nodeId === undefined
      ? [
          `execution = remote.sync_execution(remote.fetch_execution(name=${text(execName)}))`,
          `value = execution.${side}[${text(name)}]`,
        ]
      : [
          `value = remote.get("flyte://v1/${project}/${domain}/${execName}/${nodeId}/${side === "inputs" ? "i" : "o"}/${name}")`,
        ];
  return [
    "from flytekit.configuration import Config",
    "from flytekit.remote import FlyteRemote",
    "",
    `remote = FlyteRemote(${config(server)}, default_project=${text(project)}, default_domain=${text(domain)})`,
    ...value,
    "",
  ].join("\n");
}

/** A JSON text is a Python text. */
const text = (value: string): string => JSON.stringify(value);

/** Flytekit's own words for where a sandbox is know its storage too. */
function config({ host, protocol }: { readonly host: string; readonly protocol: string }): string {
  if (host === "localhost:30080") return "Config.for_sandbox()";
  const isInsecure = protocol === "http:";
  const withPort = /:\d+$/.test(host) ? host : `${host}:${isInsecure ? 80 : 443}`;
  return `Config.for_endpoint(${text(withPort)}, insecure=${isInsecure ? "True" : "False"})`;
}

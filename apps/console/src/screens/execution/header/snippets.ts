/** The execution from elsewhere: commands and code that read it from this very server. */
import type { ExecutionId } from "../queries.ts";

/** By which this server is reached: of `location`. */
export interface Server {
  /** With the port, where it is not the usual one. */
  readonly host: string;
  readonly protocol: string;
}

export const flytectlCommand = ({ project, domain, name }: ExecutionId): string =>
  `flytectl get execution -p ${project} -d ${domain} ${name} -o yaml`;

/** For flytekit: fetches it, brings it up to date, and says what came of it. */
export function pythonSnippet({ project, domain, name }: ExecutionId, server: Server): string {
  return [
    "from flytekit.configuration import Config",
    "from flytekit.remote import FlyteRemote",
    "",
    `remote = FlyteRemote(${pythonConfig(server)}, default_project="${project}", default_domain="${domain}")`,
    `execution = remote.sync_execution(remote.fetch_execution(name="${name}"), sync_nodes=True)`,
    "print(execution.closure.phase, execution.inputs)",
    "if execution.is_done and not execution.error:",
    "    print(execution.outputs)",
    "",
  ].join("\n");
}

/** Flytekit's own words for where a sandbox is know its storage too; any other address is given. */
function pythonConfig({ host, protocol }: Server): string {
  if (host === "localhost:30080") return "Config.for_sandbox()";
  const isInsecure = protocol === "http:";
  const withPort = /:\d+$/.test(host) ? host : `${host}:${isInsecure ? 80 : 443}`;
  return `Config.for_endpoint("${withPort}", insecure=${isInsecure ? "True" : "False"})`;
}

/** Flyte's own API, as JSON. */
export function curlCommand({ project, domain, name }: ExecutionId, { host, protocol }: Server): string {
  return [
    `curl ${protocol}//${host}/flyteidl.service.AdminService/GetExecution \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify({ id: { project, domain, name } })}'`,
  ].join("\n");
}

/** Clients of a running Skein, as a program outside would use it. */
import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport } from "@connectrpc/connect-node";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import { ConsoleService, type ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";

const noInterceptors: Interceptor[] = [];

export const consoleApi = (url: string): Client<typeof ConsoleService> =>
  createClient(
    ConsoleService,
    createConnectTransport({ baseUrl: url, httpVersion: "1.1", interceptors: noInterceptors }),
  );

/** Over gRPC on cleartext HTTP/2, as flytekit and flytectl speak. */
export const adminOverGrpc = (url: string): Client<typeof AdminService> =>
  createClient(AdminService, createGrpcTransport({ baseUrl: url }));

export const scope = { project: "flytesnacks", domain: "development" } as const;

const terminal: ReadonlySet<Phase> = new Set([Phase.SUCCEEDED, Phase.FAILED, Phase.ABORTED, Phase.TIMED_OUT]);

/** Registers authored text and launches a workflow of it. Resolves to the execution's name. */
export async function launch(
  url: string,
  text: string,
  workflow: string,
  how: { readonly name?: string; readonly maxParallelism?: number } = {},
): Promise<string> {
  const api = consoleApi(url);
  const registered = await api.register({
    ...scope,
    version: "",
    files: [{ name: `${workflow}.yaml`, content: new TextEncoder().encode(text) }],
  });
  if (!registered.registered)
    throw new Error(registered.diagnostics.map((each) => `${each.code}: ${each.message}`).join("\n"));
  const target = registered.entities.find((each) => each.id?.name === workflow && each.launchPlan)?.launchPlan;
  if (!target) throw new Error(`${workflow} is not among what was registered`);
  const { id } = await api.launch({ ...scope, target, ...how });
  if (!id) throw new Error("the launch was not answered with an id");
  return id.name;
}

/** Asks until the execution has ended, at most `withinMs`. */
export async function outcome(url: string, name: string, withinMs = 60_000): Promise<ExecutionView> {
  const api = consoleApi(url);
  const until = Date.now() + withinMs;
  for (;;) {
    const view = await api.getExecution({ id: { ...scope, name } });
    if (view.execution && terminal.has(view.execution.phase)) return view;
    if (Date.now() > until)
      throw new Error(
        `${name} is ${view.execution && Phase[view.execution.phase]} after ${withinMs} ms: ${JSON.stringify(
          view.nodes.map((node) => [node.path, node.phase, node.reason, node.errorHead]),
        )}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

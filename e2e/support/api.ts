/** Clients of a running Skein, as a program outside would use it. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import { type Client, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport } from "@connectrpc/connect-node";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import {
  type BreakpointSchema,
  ConsoleService,
  type Diagnostic,
  type ExecutionView,
  type NodeSummary,
  type RegisterResponse,
} from "@skein/spec/gen/skein/console/v1/console_pb";

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

export interface GivenFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const terminal: ReadonlySet<Phase> = new Set([Phase.SUCCEEDED, Phase.FAILED, Phase.ABORTED, Phase.TIMED_OUT]);

/** Files as a request to Check or Register holds them. */
export const upload = (files: readonly GivenFile[], domain: string = scope.domain) => ({
  project: scope.project,
  domain,
  version: "",
  files: files.map(({ name, content }) => ({
    name,
    content: typeof content === "string" ? new TextEncoder().encode(content) : content,
  })),
});

/** Registers authored text, which must be right. */
export async function register(url: string, text: string, domain?: string): Promise<RegisterResponse> {
  const answer = await consoleApi(url).register(upload([{ name: "given.yaml", content: text }], domain));
  if (!answer.registered) throw new Error(formatFindings(answer.diagnostics));
  return answer;
}

export interface LaunchOptions {
  readonly name?: string;
  readonly domain?: string;
  readonly maxParallelism?: number;
  readonly inputs?: Readonly<Record<string, Literal>>;
  readonly breakpoints?: MessageInitShape<typeof BreakpointSchema>[];
}

/** Registers authored text and launches a workflow of it. Resolves to the execution's name. */
export async function launch(url: string, text: string, workflow: string, how: LaunchOptions = {}): Promise<string> {
  const { domain = scope.domain, inputs, ...rest } = how;
  const registered = await register(url, text, domain);
  const target = registered.entities.find((each) => each.id?.name === workflow && each.launchPlan)?.launchPlan;
  if (!target) throw new Error(`${workflow} is not among what was registered`);
  const { id } = await consoleApi(url).launch({
    project: scope.project,
    domain,
    target,
    ...(inputs ? { inputs: { literals: inputs } } : {}),
    ...rest,
  });
  if (!id) throw new Error("the launch was not answered with an id");
  return id.name;
}

/** Asks until the view is as wanted, at most `withinMs`. */
export async function until(
  url: string,
  name: string,
  isThere: (view: ExecutionView) => boolean,
  { withinMs = 60_000, domain = scope.domain as string } = {},
): Promise<ExecutionView> {
  const api = consoleApi(url);
  const last = Date.now() + withinMs;
  for (;;) {
    const view = await api.getExecution({ id: { project: scope.project, domain, name } });
    if (isThere(view)) return view;
    if (Date.now() > last)
      throw new Error(
        `${name} is ${view.execution && Phase[view.execution.phase]} after ${withinMs} ms: ${JSON.stringify(
          view.nodes.map((node) => [node.path, node.phase, node.reason, node.errorHead]),
        )}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const hasEnded = ({ execution }: ExecutionView): boolean => execution !== undefined && terminal.has(execution.phase);

/** Asks until the execution has ended. */
export const outcome = (url: string, name: string, withinMs = 60_000, domain?: string): Promise<ExecutionView> =>
  until(url, name, hasEnded, { withinMs, ...(domain ? { domain } : {}) });

export function nodeOf(view: ExecutionView, path: string): NodeSummary | undefined {
  return view.nodes.find((node) => node.path === path);
}

/** `[status code] message` of a call that fails; "OK" of one that does not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (reason) {
    return ConnectError.from(reason).message;
  }
}

/** As a person reads them: place, code, sentence and hints. */
export const formatFindings = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(({ file, range, code, message, hints }) =>
      [`${file}:${range?.start?.line ?? "-"}:${range?.start?.col ?? "-"}`, code, message, ...hints].join(" | "),
    )
    .join("\n");

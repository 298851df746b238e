/** What is asked of the API, and how long an answer may take. */
import type { Execution } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { ExecutionSort } from "@skein/spec/gen/skein/console/v1/console_pb";
import { adminOverGrpc, consoleApi, outcome, register, scope } from "../../e2e/support/api.ts";
import type { Server } from "../../e2e/support/server.ts";

export interface Call {
  readonly name: string;
  readonly aim: Aim;
  /** Resolves to how many things were answered. */
  ask(): Promise<number>;
}

interface Aim {
  readonly percentile: 50 | 99;
  readonly milliseconds: number;
}

const PAGE = 100;
const one: Aim = { percentile: 50, milliseconds: 3 };
const list: Aim = { percentile: 99, milliseconds: 25 };

/** Workflows `w0`, `w1`, …: one node each, no container. `wide` has so many nodes side by side. */
export interface Size {
  readonly workflows: number;
  readonly nodes: number;
}

/** Registers them and runs each once; resolves to the names of the executions of the small ones. */
export async function runOriginals({ url }: Server, { workflows, nodes }: Size): Promise<readonly string[]> {
  const leaves = (count: number) =>
    Array.from({ length: count }, (_, n) => `      n${n}: { task: nap, with: { time: 0s } }`).join("\n");
  const names = Array.from({ length: workflows }, (_, n) => `w${n}`);
  await register(
    url,
    `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
${names.map((name) => `  ${name}:\n    nodes:\n${leaves(1)}`).join("\n")}
  wide:
    nodes:
${leaves(nodes)}
`,
  );
  const api = consoleApi(url);
  const { launchPlans } = await adminOverGrpc(url).listLaunchPlans({ id: scope, limit: PAGE });
  const targets = launchPlans.flatMap(({ id }) => (id ? [id] : []));
  for (const target of targets)
    await api.launch({ ...scope, target, name: `first-${target.name}`, maxParallelism: nodes });
  for (const { name } of targets) await outcome(url, `first-${name}`);
  return names.map((name) => `first-${name}`);
}

/** The least a call can cost: nothing is read, nothing is written. */
export function baseline({ url }: Server): Call {
  const admin = adminOverGrpc(url);
  return { name: "GetVersion", aim: one, ask: () => admin.getVersion({}).then(() => 1) };
}

export function callsTo({ url }: Server): readonly Call[] {
  return [...lists(url), ...consoleCalls(url), ...single(url)];
}

function single(url: string): readonly Call[] {
  const admin = adminOverGrpc(url);
  const id = { ...scope, name: "first-wide" };
  let launched = 0;
  let original: Execution | undefined;
  const nodes = (limit: number) =>
    admin.listNodeExecutions({ workflowExecutionId: id, limit }).then(({ nodeExecutions }) => nodeExecutions.length);
  return [
    { name: "GetExecution", aim: one, ask: () => admin.getExecution({ id }).then(() => 1) },
    { name: `ListNodeExecutions: ${PAGE} of all`, aim: list, ask: () => nodes(PAGE) },
    { name: "ListNodeExecutions: all", aim: list, ask: () => nodes(10_000) },
    {
      name: "CreateExecution",
      aim: one,
      async ask() {
        launched += 1;
        const name = `launched-${launched}`;
        original ??= await admin.getExecution({ id: { ...scope, name: "first-w0" } });
        await admin.createExecution({ ...scope, name, spec: { launchPlan: original.spec?.launchPlan } });
        return 1;
      },
    },
  ];
}

function lists(url: string): readonly Call[] {
  const admin = adminOverGrpc(url);
  const call = (name: string, filters: string, key: string, direction: 0 | 1 = 0, token = ""): Call => ({
    name: `ListExecutions: ${name}`,
    aim: list,
    async ask() {
      const { executions } = await admin.listExecutions({
        ...{ id: scope, limit: PAGE, filters, token },
        ...(key !== "" && { sortBy: { key, direction } }),
      });
      return executions.length;
    },
  });
  return [
    call("in no order", "", ""),
    call("by creation", "", "created_at"),
    call("by start", "", "started_at"),
    call("by last change", "", "updated_at"),
    call("by duration", "", "duration"),
    call("by name", "", "execution_name", 1),
    call("failed, by creation", "eq(phase,FAILED)", "created_at"),
    call("failed, by start", "eq(phase,FAILED)", "started_at"),
    call("running, by start", "value_in(phase,QUEUED;RUNNING)", "started_at"),
    call("succeeded, by duration", "eq(phase,SUCCEEDED)", "duration"),
    call("of a workflow, by start", "eq(workflow.name,w3)", "started_at"),
    call("of a launch plan, failed, by creation", "eq(launch_plan.name,w3)+eq(phase,FAILED)", "created_at"),
    call("by a user, last change first", "eq(user,user-7)", "updated_at"),
    call(
      "after a moment, by start",
      `gte(started_at,${new Date(Date.now() - 86_400_000).toISOString()})`,
      "started_at",
      1,
    ),
    call("a late page, by start", "", "started_at", 0, "5000"),
  ];
}

function consoleCalls(url: string): readonly Call[] {
  const api = consoleApi(url);
  const call = (name: string, query: string, sort = ExecutionSort.EXECUTION_SORT_UNSPECIFIED): Call => ({
    name: `Console ListExecutions: ${name}`,
    aim: list,
    ask: () => api.listExecutions({ ...scope, limit: PAGE, query, sort }).then(({ executions }) => executions.length),
  });
  return [
    call("all", ""),
    call("failed", "status:failed"),
    call("by duration", "", ExecutionSort.BY_DURATION),
    call("of a workflow", "workflow:w3"),
    call("a text", "past-1234"),
    call("long ones of a day", "started:>-1d duration:>50m"),
    {
      name: "Console Histogram",
      aim: list,
      ask: () => api.getHistogram(scope).then(({ bars }) => bars.length),
    },
    { name: "Console Overview", aim: list, ask: () => api.getOverview(scope).then(({ lanes }) => lanes.length) },
  ];
}

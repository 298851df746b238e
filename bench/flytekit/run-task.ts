/** Runs a task of flytekit's by itself, as `pyflyte run --remote` does, and tells where its time went. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { durationToMs } from "@skein/spec/duration";
import { TaskExecution_Phase as Phase, WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Attempt } from "@skein/spec/gen/skein/console/v1/console_pb";
import { fromLiteralMap } from "@skein/spec/literal";
import type { PlainObject } from "@skein/spec/plain-json";
import { adminOverGrpc, outcome, scope } from "../../e2e/support/api.ts";
import type { Server } from "../../e2e/support/server.ts";

const LONGEST_MS = 1_800_000;

export interface Task {
  readonly id: MessageInitShape<typeof IdentifierSchema>;
  readonly inputs?: Readonly<Record<string, MessageInitShape<typeof LiteralSchema>>>;
}

/** Moments in UTC milliseconds. */
export interface Ran {
  readonly launchedAt: number;
  readonly container: { readonly madeAt: number; readonly startedAt: number; readonly endedAt: number };
  readonly endedAt: number;
  readonly outputs: PlainObject;
  /** Also those that a dynamic task made. */
  readonly nodes: number;
}

let launched = 0;

/** @throws when it does not succeed */
export async function runTask({ url }: Server, { id, inputs = {} }: Task): Promise<Ran> {
  const admin = adminOverGrpc(url);
  launched += 1;
  const name = `bench-${launched}`;
  await admin.createExecution({
    ...scope,
    name,
    spec: { launchPlan: { ...id, resourceType: ResourceType.TASK }, maxParallelism: 1000 },
    inputs: { literals: inputs },
  });
  await ended(url, name);
  const { execution, nodes } = await outcome(url, name);
  if (execution?.phase !== WorkflowExecution_Phase.SUCCEEDED)
    throw new Error(`${id.name} did not succeed: ${execution?.errorHead}`);
  const [attempt] = nodes.flatMap(({ attempts }) => attempts.filter(({ usage }) => usage !== undefined));
  if (!attempt || !execution.createdAt || !execution.endedAt) throw new Error(`${id.name} ran in no container`);
  const { fullOutputs } = await admin.getExecutionData({ id: { ...scope, name } });
  return {
    launchedAt: timestampMs(execution.createdAt),
    container: timesOf(attempt),
    endedAt: timestampMs(execution.endedAt),
    outputs: fromLiteralMap(fullOutputs),
    nodes: nodes.length,
  };
}

/** Asks for the execution alone: all its nodes, time and again, would be a load of its own. */
async function ended(url: string, name: string): Promise<void> {
  const admin = adminOverGrpc(url);
  const last = Date.now() + LONGEST_MS;
  while (Date.now() < last) {
    const { closure } = await admin.getExecution({ id: { ...scope, name } });
    if (closure?.duration) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not end in time`);
}

/** Docker tells for how long a container ran; that it runs we have seen when it did. */
function timesOf({ createdAt, history, usage }: Attempt): Ran["container"] {
  const running = history.find(({ phase }) => phase === Phase.RUNNING)?.at;
  if (!createdAt || !running || !usage?.wall) throw new Error("An attempt lacks its times");
  const startedAt = timestampMs(running);
  return { madeAt: timestampMs(createdAt), startedAt, endedAt: startedAt + durationToMs(usage.wall) };
}

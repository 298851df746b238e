/** For tests: one open Watch stream, and a view kept right by what it carries. */

import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  ExecutionDelta,
  ExecutionView,
  Subscription,
  SubscriptionSchema,
  WatchMessage,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { type ConsoleUnderTest, eventually, execution } from "./console-under-test.ts";

export type Wanted = MessageInitShape<typeof SubscriptionSchema>;

export interface Watched {
  /** All that came, but heartbeats, in order. */
  readonly messages: readonly WatchMessage[];
  subscribe(...subscriptions: Wanted[]): Promise<void>;
  /** The next message of this kind from now on, or one that has come and was not taken. */
  next<Case extends WatchMessage["kind"]["case"]>(kind: Case): Promise<WatchMessage & { kind: { case: Case } }>;
  close(): Promise<void>;
}

/** Opens a stream and waits until it is open. */
export async function watch({ client }: ConsoleUnderTest, streamId = crypto.randomUUID()): Promise<Watched> {
  const abort = new AbortController();
  const messages: WatchMessage[] = [];
  let taken = 0;
  const reading = (async () => {
    for await (const message of client.watch({ streamId }, { signal: abort.signal }))
      if (message.kind.case !== "heartbeat") messages.push(message);
  })().catch(() => undefined); // it ends by being cut off
  const next: Watched["next"] = async (kind) => {
    let found = -1;
    await eventually(() => {
      found = messages.findIndex((each, index) => index >= taken && each.kind.case === kind);
      return found >= 0;
    });
    taken = found + 1;
    // What was looked for.
    return messages[found] as Awaited<ReturnType<typeof next<typeof kind>>>;
  };
  await next("opened");
  return {
    messages,
    next,
    async subscribe(...subscriptions) {
      await client.subscribe({ streamId, subscriptions });
    },
    async close() {
      abort.abort();
      await reading;
    },
  };
}

export const ofExecution = (name: string, since: bigint | Subscription["since"] = 0n): Wanted => ({
  topic: { kind: { case: "execution", value: execution(name) } },
  since,
});

/** What a screen does with a delta: current rows take the place of older ones. */
export function applyTo(view: ExecutionView, delta: ExecutionDelta): ExecutionView {
  const nodes = new Map(view.nodes.map((node) => [node.path, node]));
  for (const node of delta.nodes) nodes.set(node.path, node);
  return {
    ...view,
    ...(delta.execution ? { execution: delta.execution } : {}),
    ...(delta.error ? { error: delta.error } : {}),
    ...(delta.outputs ? { outputs: delta.outputs } : {}),
    errorPath: delta.errorPath || view.errorPath,
    abortCause: delta.abortCause || view.abortCause,
    abortPrincipal: delta.abortPrincipal || view.abortPrincipal,
    nodes: [...nodes.values()],
  };
}

/** A view without what only says when it was made, in an order of its own. */
export const comparable = ({ sequence: _, ...view }: ExecutionView) => ({
  ...view,
  nodes: view.nodes.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
});

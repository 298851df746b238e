import { NodeExecution_Phase as NodePhase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { LiteralMapView } from "../../flyte/literal-view.tsx";
import { NodeBar, nodeCountsText } from "../../flyte/node-bar.tsx";
import { PhaseBadge, PhaseGlyph } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing, nodeLook } from "../../flyte/phase-look.ts";
import { AbsoluteTime, Duration } from "../../flyte/time.tsx";
import { FailureFace } from "../../frame/failure-face.tsx";
import { useShortcut } from "../../frame/shortcuts.ts";
import { executionPath, type Scope } from "../../paths.ts";
import { IconButton, LinkButton } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { MiniGraph } from "./mini-graph.tsx";
import { useLivePeek } from "./use-live-peek.ts";

interface PeekProps {
  readonly scope: Scope;
  readonly name: string;
  readonly onClose: () => void;
}

/** One execution beside the list: what broke, what went in and came out, how far it is. */
export function Peek({ scope, name, onClose }: PeekProps) {
  const { data, error, refetch } = useLivePeek(scope, name);
  useShortcut("Escape", "Close the peek", onClose);
  return (
    <aside
      aria-label={`Peek at ${name}`}
      className="w-105 flex-none border-t border-l border-line bg-surface max-md:fixed max-md:inset-0 max-md:z-30 max-md:w-full"
    >
      <div className="sticky top-0 max-h-dvh overflow-y-auto">
        <header className="flex min-h-10 items-center gap-2 border-b border-line pr-2 pl-3">
          <h2 className="mono min-w-0 flex-1 truncate font-strong">{name}</h2>
          <LinkButton size="small" to={executionPath({ ...scope, name })}>
            Open
          </LinkButton>
          <IconButton icon="cross" size="small" label="Close (Esc)" onClick={onClose} />
        </header>
        {data ? (
          <Content view={data} />
        ) : error ? (
          <FailureFace what={`${name} could not be read`} error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={8} label={`Loading ${name}`} />
        )}
      </div>
    </aside>
  );
}

function Content({ view }: { readonly view: ExecutionView }) {
  const { execution, error, errorPath, nodes, inputs, outputs, abortCause } = view;
  if (!execution?.id) return undefined;
  const { id, phase, startedAt, createdAt, endedAt, workflow } = execution;
  return (
    <div className="flex flex-col gap-3 p-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <PhaseBadge look={executionLook(phase)} />
        <span className="font-strong">{workflow?.name}</span>
        <span className="text-meta text-muted">
          <AbsoluteTime at={startedAt ?? createdAt} /> ·{" "}
          <Duration from={startedAt ?? createdAt} to={endedAt} ongoing={isOngoing(phase)} />
        </span>
      </div>
      {error ? (
        <section aria-label="Failure" className="tone-fail rounded-card border border-tone-line bg-tone-panel p-2.5">
          <p className="font-strong wrap-anywhere text-fail">{errorPath || error.code}</p>
          <p className="mono mt-1 line-clamp-6 whitespace-pre-wrap wrap-anywhere">{error.message}</p>
          {errorPath ? (
            <p className="mt-2 flex gap-2">
              <LinkButton size="small" icon="logs" to={executionPath(id, { node: errorPath, tab: "logs" })}>
                Logs
              </LinkButton>
              <LinkButton size="small" to={executionPath(id, { node: errorPath })}>
                Node
              </LinkButton>
            </p>
          ) : undefined}
        </section>
      ) : undefined}
      {abortCause ? <p className="text-muted">Aborted: {abortCause}</p> : undefined}
      {execution.nodes && execution.nodes.total > 0 ? (
        <section aria-label="Nodes">
          <h3 className="mb-1 flex text-axis font-strong text-muted">
            Nodes <span className="ml-auto font-medium">{nodeCountsText(execution.nodes)}</span>
          </h3>
          <NodeBar nodes={execution.nodes} />
          <MiniGraph graph={view.graph} nodes={nodes} words={nodeCountsText(execution.nodes)} />
          <ul className="mt-2">
            {telling(nodes).map((node) => (
              <li key={node.path} className="flex h-7 items-center gap-2">
                <PhaseGlyph look={nodeLook(node.phase, node.taskPhase, node.cacheStatus)} size={14} />
                <Link
                  to={executionPath(id, { node: node.path })}
                  className="min-w-0 truncate hover:text-accent hover:underline"
                >
                  {node.path}
                </Link>
                <span className="ml-auto text-meta text-muted">
                  <Duration from={node.startedAt} to={node.endedAt} ongoing={node.endedAt === undefined} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : undefined}
      {Object.keys(inputs?.literals ?? {}).length > 0 ? (
        <section aria-label="Inputs">
          <h3 className="mb-1 text-axis font-strong text-muted">Inputs</h3>
          <LiteralMapView map={inputs} none="" />
        </section>
      ) : undefined}
      {Object.keys(outputs?.literals ?? {}).length > 0 ? (
        <section aria-label="Outputs">
          <h3 className="mb-1 text-axis font-strong text-muted">Outputs</h3>
          <LiteralMapView map={outputs} none="" />
        </section>
      ) : undefined}
    </div>
  );
}

const MOST = 12;

/** What failed first, then what goes on, then the rest in their order. */
function telling(nodes: readonly NodeSummary[]): NodeSummary[] {
  const rank = ({ phase }: NodeSummary) => {
    if (phase === NodePhase.FAILED || phase === NodePhase.TIMED_OUT || phase === NodePhase.FAILING) return 0;
    return phase === NodePhase.RUNNING || phase === NodePhase.QUEUED || phase === NodePhase.DYNAMIC_RUNNING ? 1 : 2;
  };
  return nodes
    .filter(({ path }) => path !== "start-node")
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST);
}

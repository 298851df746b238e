import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { WaitingGate } from "@skein/spec/gen/skein/console/v1/console_pb";
import { summarizeLiteral } from "@skein/spec/literal";
import { Link } from "react-router";
import { LiteralMapView } from "../../flyte/literal-view.tsx";
import { RelativeTime } from "../../flyte/time.tsx";
import { FailureFace } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { useScope } from "../../frame/scope.ts";
import { GateForm } from "../../gates/gate-form.tsx";
import { useWaitingGates } from "../../gates/use-waiting-gates.ts";
import { executionPath } from "../../paths.ts";
import { EmptyFace, SkeletonRows } from "../../ui/faces.tsx";
import { Icon } from "../../ui/icon.tsx";

/** Every gate of a project and domain that waits for somebody, answered in place. */
export function InboxScreen() {
  const scope = useScope();
  const { data, error, refetch } = useWaitingGates(scope);
  const count = data?.gates.length ?? 0;
  return (
    <Page
      title="Inbox"
      aside={data ? (count === 1 ? "1 gate waits" : `${count} gates wait`) : undefined}
      detail={scope ? `${scope.project} / ${scope.domain}` : undefined}
    >
      {!scope ? (
        <EmptyFace icon="gate" title="No project is chosen">
          Open a project first: its gates are listed here.
        </EmptyFace>
      ) : error && !data ? (
        <FailureFace what="The inbox could not be read" error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows label="Loading the inbox" rows={4} />
      ) : count === 0 ? (
        <EmptyFace icon="gate" title="Nothing waits for you">
          Gates that wait for an approval or a value are listed here until somebody answers them.
        </EmptyFace>
      ) : (
        <ul className="flex flex-col gap-3 px-4 pb-4">
          {data.gates.map((each) => (
            <GateCard key={`${each.execution?.name} ${each.nodeId}`} waiting={each} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function GateCard({
  waiting: { execution, workflow, path, name, gate, since, inputs },
}: {
  readonly waiting: WaitingGate;
}) {
  if (!execution || !gate) return undefined;
  const passing = gate.isApproval && inputs && !isMereYes(inputs) ? inputs : undefined;
  return (
    <li className="tone-pause rounded-card border border-line-2 bg-surface">
      <div className="flex flex-wrap items-center gap-x-2 border-b border-line px-3 py-2 text-meta">
        <Icon name="phasePaused" className="text-tone" />
        <Link to={executionPath(execution, { node: path })} className="font-strong text-fg hover:underline">
          {name || path}
        </Link>
        <span className="text-muted">
          {name && name !== path ? <span className="mono">{path} </span> : undefined}of{" "}
          <span className="mono">{execution.name}</span>, {workflow?.name}
        </span>
        <span className="ml-auto text-muted">
          {since ? (
            <>
              asked <RelativeTime at={since} />
            </>
          ) : undefined}
        </span>
      </div>
      <div className="flex max-w-160 flex-col gap-3 p-3">
        {passing ? <LiteralMapView map={passing} types={{}} none="It reads nothing." /> : undefined}
        <GateForm execution={execution} gate={gate} />
      </div>
    </li>
  );
}

/** What a gate of an authored workflow passes on: that it was approved, which is no news to who is asked. */
function isMereYes({ literals }: LiteralMap): boolean {
  const { approved, ...others } = literals;
  return approved !== undefined && summarizeLiteral(approved) === "true" && Object.keys(others).length === 0;
}

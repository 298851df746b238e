import { durationMs, type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import {
  type Attempt,
  type DynamicWorkflow,
  type NodeSummary,
  type NodeView,
  type PhaseChange,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { formatDuration } from "../../../flyte/duration.ts";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { taskLook } from "../../../flyte/phase-look.ts";
import { formatCpu, formatMemory } from "../../../flyte/size.ts";
import { AbsoluteTime } from "../../../flyte/time.tsx";
import { GateForm } from "../../../gates/gate-form.tsx";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { Icon } from "../../../ui/icon.tsx";
import type { ExecutionId } from "../queries.ts";
import { CacheFacts } from "./cache-facts.tsx";
import { ContainerFacts } from "./container-facts.tsx";
import { Facts } from "./facts.tsx";
import { Section } from "./section.tsx";
import { whySentences } from "./why-tab.tsx";

interface NodeSummaryTabProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  readonly summary: NodeSummary | undefined;
  readonly attempt: number;
  /** To all that can be said of it. */
  readonly onWhy: () => void;
}

/** Why it is as it is, what went wrong, how it came to be so, and what it ran in. */
export function NodeSummaryTab({ id, view, summary, attempt, onWhy }: NodeSummaryTabProps) {
  const shown = view.attempts.find((each) => each.attempt === attempt) ?? view.attempts.at(-1);
  const error = shown?.error ?? view.error;
  // Why it is held stands above the tabs, with what can be done.
  const isHeld = summary !== undefined && summary.held !== Side.SIDE_UNSPECIFIED;
  const [why] = isHeld ? [] : whySentences(view, summary);
  return (
    <>
      {why ? (
        <Section
          title={
            <>
              <Icon name="bulb" size={14} />
              Why
            </>
          }
          action={
            <Button size="small" variant="ghost" onClick={onWhy} className="-my-1">
              Explain
            </Button>
          }
        >
          <p className="text-meta leading-4.5 wrap-anywhere">{why}</p>
        </Section>
      ) : undefined}
      {view.gate ? (
        <Section title={view.gate.isApproval ? "Approve" : "Signal"}>
          <GateForm execution={id} gate={view.gate} />
        </Section>
      ) : undefined}
      {error?.message ? (
        <Section
          title="Error"
          aside={<span className="mono font-normal text-muted">{error.code}</span>}
          action={<CopyButton text={error.message} what="error" className="-my-1" />}
        >
          <pre className="max-h-80 overflow-auto rounded-control border border-line bg-raised px-3 py-2.5 font-mono text-code wrap-anywhere whitespace-pre-wrap">
            {error.message}
          </pre>
        </Section>
      ) : undefined}
      {view.dynamicWorkflow ? <DynamicFacts workflow={view.dynamicWorkflow} /> : undefined}
      {view.cache ? (
        <Section title="Cache">
          <CacheFacts cache={view.cache} />
        </Section>
      ) : undefined}
      {shown ? <AttemptSections attempt={shown} count={view.attempts.length} /> : <NotYet view={view} />}
    </>
  );
}

/** What the node runs, which its task has asked for. */
function DynamicFacts({ workflow: { id, nodeCount, futuresUri } }: { readonly workflow: DynamicWorkflow }) {
  return (
    <Section title="Dynamic workflow">
      <Facts
        rows={[
          ["Nodes", nodeCount.toLocaleString("en-US")],
          ["Workflow", formatIdentifier(id)],
          ["Asked for in", futuresUri],
        ]}
      />
    </Section>
  );
}

function AttemptSections({ attempt, count }: { readonly attempt: Attempt; readonly count: number }) {
  return (
    <>
      <Section
        title="Phases"
        aside={count > 1 ? <span className="font-normal text-muted">attempt {attempt.attempt + 1}</span> : ""}
      >
        <PhaseHistory history={attempt.history} endedAt={attempt.endedAt} error={attempt.error?.message} />
      </Section>
      <Section title="Compute">
        <UsageFacts attempt={attempt} />
      </Section>
      {attempt.container ? (
        <Section title="Container">
          <ContainerFacts container={attempt.container} />
        </Section>
      ) : undefined}
    </>
  );
}

function NotYet({ view }: { readonly view: NodeView }) {
  return (
    <p className="p-4 text-muted">
      {view.cache?.status === CatalogCacheStatus.CACHE_HIT
        ? "No attempt was needed."
        : view.node?.taskType || view.specJson
          ? "No attempt has started."
          : view.gate
            ? "A gate runs nothing: it goes on when it is answered."
            : "This node runs nothing of its own; its nodes do."}
    </p>
  );
}

interface PhaseHistoryProps {
  readonly history: readonly PhaseChange[];
  readonly endedAt: Timestamp | undefined;
  /** Stands above already; as a reason it would only be said again. */
  readonly error: string | undefined;
}

function PhaseHistory({ history, endedAt, error }: PhaseHistoryProps) {
  if (history.length === 0) return <p className="text-meta text-muted">No phase has been recorded.</p>;
  return (
    <ol className="flex flex-col gap-1.5 text-meta">
      {history.map(({ phase, at, reason }, index) => {
        const next = history[index + 1]?.at ?? endedAt;
        return (
          <li key={index} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
            <span className="flex min-w-0 flex-wrap items-center gap-x-2">
              <PhaseText look={taskLook(phase)} />
              <span className="text-faint">
                <AbsoluteTime at={at} />
              </span>
            </span>
            <span className="text-right text-muted tabular-nums">
              {at && next && index < history.length - 1 ? formatDuration(timestampMs(next) - timestampMs(at)) : ""}
            </span>
            {reason && reason !== error ? (
              <span className="col-span-2 pl-5.5 text-muted wrap-anywhere">{reason}</span>
            ) : undefined}
          </li>
        );
      })}
    </ol>
  );
}

function UsageFacts({ attempt: { usage, logBytes } }: { readonly attempt: Attempt }) {
  if (!usage?.measured) {
    return (
      <p className="text-meta text-muted">
        {usage ? "Not measured: this host gives no figures." : "Measured when the attempt ends."}
      </p>
    );
  }
  return (
    <Facts
      rows={[
        ["CPU time", formatCpu(usage.cpuSeconds)],
        ["Peak memory", formatMemory(usage.peakMemoryBytes)],
        ["Wall time", usage.wall ? formatDuration(durationMs(usage.wall)) : ""],
        ["Log", `${logBytes.toLocaleString("en")} bytes`],
      ]}
    />
  );
}

import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { NodeSummary, NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { useServerNow } from "../../../flyte/clock.ts";
import { formatDuration, formatTicking } from "../../../flyte/duration.ts";
import { executionPath } from "../../../paths.ts";
import { EmptyFace } from "../../../ui/faces.tsx";
import type { ExecutionId } from "../queries.ts";
import { AttemptSwitch } from "./attempt-switch.tsx";
import { CacheFacts } from "./cache-facts.tsx";
import { errorHead } from "./error-head.ts";
import { Section } from "./section.tsx";
import { type Wait, waitsOf } from "./waits.ts";
import { WhyFacts } from "./why-facts.tsx";

interface WhyTabProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  readonly summary: NodeSummary | undefined;
  readonly attempt: number;
  readonly onAttempt: (attempt: number) => void;
}

/** Why a node is as it is: what it waits for, why it did or did not run, and what kept it waiting. */
export function WhyTab({ id, view, summary, attempt, onAttempt }: WhyTabProps) {
  const sentences = whySentences(view, summary);
  const shown = view.attempts.find((each) => each.attempt === attempt) ?? view.attempts.at(-1);
  const waits = shown ? waitsOf(shown) : [];
  const before = shown && view.attempts.findLast((each) => each.attempt < shown.attempt);
  const recoveredFrom = summary?.recoveredFrom;
  const hasCache = view.cache !== undefined && view.cache.status !== CatalogCacheStatus.CACHE_DISABLED;
  if (sentences.length === 0 && waits.length === 0 && !before && !hasCache && !recoveredFrom)
    return (
      <EmptyFace icon="bulb" title="There is nothing to explain">
        {summary?.endedAt ? "It ran when it was its turn, and waited for nothing." : "It waits for nothing."}
      </EmptyFace>
    );
  return (
    <>
      {sentences.length > 0 ? (
        <Section title={summary?.endedAt ? "Why it ended so" : "Why it is where it is"}>
          {sentences.map((sentence) => (
            <p key={sentence} className="mb-1.5 text-meta leading-4.5 wrap-anywhere">
              {sentence}
            </p>
          ))}
          {view.because ? <WhyFacts why={view.because} /> : undefined}
        </Section>
      ) : undefined}
      {recoveredFrom ? (
        <Section title="Why it did not run">
          <p className="text-meta leading-4.5">
            Its outputs were taken over from{" "}
            <Link to={executionPath({ ...id, name: recoveredFrom })} className="mono text-accent hover:underline">
              {recoveredFrom}
            </Link>
            , which this execution goes on from.
          </p>
        </Section>
      ) : undefined}
      {hasCache && view.cache ? (
        <Section title={view.cache.status === CatalogCacheStatus.CACHE_HIT ? "Why it did not run" : "Cache"}>
          <CacheFacts cache={view.cache} />
        </Section>
      ) : undefined}
      <AttemptSwitch attempts={view.attempts} selected={shown?.attempt ?? 0} onSelect={onAttempt} />
      {shown && before ? (
        <Section title={`Why there is an attempt ${shown.attempt + 1}`}>
          <p className="text-meta leading-4.5">
            Attempt {before.attempt + 1} did not succeed, and it may be tried{" "}
            {Math.max(summary?.maxAttempts ?? 0, shown.attempt + 1)} times.
          </p>
          {before.error ? (
            <p className="mt-1 text-meta leading-4.5 wrap-anywhere text-muted">{errorHead(before.error)}</p>
          ) : undefined}
        </Section>
      ) : undefined}
      {waits.length > 0 ? (
        <Section title={shown?.startedAt ? "What it waited for" : "What it waits for"}>
          <Waits waits={waits} />
        </Section>
      ) : undefined}
    </>
  );
}

/** What is said of the node as it is now. */
export function whySentences(view: NodeView, summary: NodeSummary | undefined): readonly string[] {
  if (view.why.length > 0) return view.why;
  return summary?.reason ? [summary.reason] : [];
}

function Waits({ waits }: { readonly waits: readonly Wait[] }) {
  const now = useServerNow(waits.some(({ to }) => to === undefined));
  return (
    <ol className="flex flex-col gap-1.5 text-meta">
      {waits.map(({ kind, word, reason, from, to }) => (
        <li key={`${kind} ${from}`} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
          <span>{word}</span>
          <span className="text-right text-muted tabular-nums">
            {to === undefined ? `${formatTicking(now - from)} so far` : formatDuration(to - from)}
          </span>
          {reason ? <span className="col-span-2 text-muted wrap-anywhere">{reason}</span> : undefined}
        </li>
      ))}
    </ol>
  );
}

import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useRef, useState } from "react";
import type { PhaseLook } from "../../flyte/phase-look.ts";

const EVERY_MS = 5000;

interface LiveWordsProps {
  readonly nodes: readonly NodeSummary[];
  readonly look: PhaseLook;
  readonly ongoing: boolean;
}

/** What happens, for screen readers: summed up every five seconds, the end at once. */
export function LiveWords({ nodes, look, ongoing }: LiveWordsProps) {
  const counts = useRef(countOf(nodes));
  const latest = useRef(nodes);
  latest.current = nodes;
  const [words, setWords] = useState("");
  useEffect(() => {
    if (!ongoing) return;
    const timer = setInterval(() => {
      const now = countOf(latest.current);
      const before = counts.current;
      counts.current = now;
      const parts = [
        now.succeeded > before.succeeded ? `${now.succeeded - before.succeeded} finished` : "",
        now.failed > before.failed ? `${now.failed - before.failed} failed` : "",
      ].filter((part) => part !== "");
      if (parts.length > 0) setWords(`Nodes: ${parts.join(", ")}`);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [ongoing]);
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {words}
      </p>
      <p className="sr-only" role="alert">
        {ongoing ? "" : `Execution ${look.word}`}
      </p>
    </>
  );
}

function countOf(nodes: readonly NodeSummary[]) {
  const of = (phase: Phase) => nodes.filter((node) => node.phase === phase).length;
  return { succeeded: of(Phase.SUCCEEDED), failed: of(Phase.FAILED) + of(Phase.TIMED_OUT) };
}

import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { usePreferences } from "../frame/preferences.ts";
import { executionLook } from "./phase-look.ts";
import { formatAbsolute } from "./time-format.ts";

interface RunStripProps {
  readonly recent: readonly ExecutionRow[];
  /** Where they are listed. */
  readonly to: string;
}

/**
 * The last runs of a workflow as small bars, the newest at the right, and a way to their list.
 *
 * One link: a bar of its own each would be a target of a third of the least size.
 */
export function RunStrip({ recent, to }: RunStripProps) {
  const { zone } = usePreferences();
  if (recent.length === 0) return <span className="text-meta text-faint">no runs yet</span>;
  const runs = recent.toReversed().map(({ id, phase, createdAt }) => {
    const look = executionLook(phase);
    const when = createdAt ? `, ${formatAbsolute(timestampMs(createdAt), zone)}` : "";
    return { key: id?.name, look, title: `${id?.name ?? ""}: ${look.word}${when}` };
  });
  return (
    <Link
      to={to}
      aria-label={`Last ${recent.length === 1 ? "run" : `${recent.length} runs`}: ${wordsOf(runs.map(({ look }) => look.word))}`}
      className="flex h-6 min-w-6 items-center gap-0.5 hover:opacity-70"
    >
      {runs.map(({ key, look, title }) => (
        <span key={key} title={title} className={`h-3.5 w-2 rounded-bar ${look.tone} ${look.fill}`} />
      ))}
    </Link>
  );
}

/** "3 succeeded, 1 failed". */
function wordsOf(words: readonly string[]): string {
  const counts = Map.groupBy(words, (word) => word.toLowerCase());
  return [...counts].map(([word, { length }]) => `${length} ${word}`).join(", ");
}

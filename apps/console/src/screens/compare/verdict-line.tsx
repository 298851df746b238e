import { Icon } from "../../ui/icon.tsx";
import type { LikelyCause } from "./likely-cause.ts";
import type { NodeRow } from "./node-rows.ts";

interface VerdictLineProps {
  readonly cause: LikelyCause | undefined;
  readonly rows: readonly NodeRow[];
  readonly onSelect: (path: string) => void;
}

/** What to look at first. */
export function VerdictLine({ cause, rows, onSelect }: VerdictLineProps) {
  const different = rows.filter(({ verdict }) => verdict !== "same").length;
  return (
    <p className="mx-4 mb-1 flex min-h-10 flex-none flex-wrap items-center gap-x-2 rounded-control border border-line bg-raised px-3 py-1.5">
      <Icon name="bulb" className="text-accent" />
      {cause ? (
        <span className="min-w-0 flex-1 wrap-anywhere">
          <b className="font-strong">Look first at</b>{" "}
          <button type="button" onClick={() => onSelect(cause.path)} className="mono font-strong hover:underline">
            {cause.name}
          </button>
          {cause.errorHead ? `: ${cause.errorHead.replace(/\.$/, "")}. ` : ". "}
          <span className="text-muted">{cause.evidence}</span>
        </span>
      ) : (
        <span className="min-w-0 flex-1 text-muted">
          {different === 0
            ? "No node differs in outcome, spec, inputs or outputs."
            : `Nothing got worse; ${different} of ${rows.length} nodes differ.`}
        </span>
      )}
    </p>
  );
}

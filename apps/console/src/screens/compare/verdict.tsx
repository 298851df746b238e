/** How what became of a node is told: ink, never the hue of a phase. */
import type { GraphMark } from "../../graph/graph-store.ts";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import type { Verdict } from "./node-rows.ts";

interface VerdictLook {
  /** What is the same has none: it is drawn as it is. */
  readonly icon: IconName | undefined;
  readonly word: string;
  readonly hatch: GraphMark["hatch"] | undefined;
}

/** In the order of the legend. Two executions are L and R. */
export const verdictLooks = {
  same: { icon: undefined, word: "Same", hatch: undefined },
  changed: { icon: "pen", word: "Changed", hatch: "fill-dots" },
  onlyLeft: { icon: "minus", word: "Only in L", hatch: "fill-hatch" },
  onlyRight: { icon: "plus", word: "Only in R", hatch: "fill-vertical" },
  only: { icon: "split", word: "Not in all", hatch: "fill-hatch" },
  better: { icon: "check", word: "Got better", hatch: "fill-dots" },
  worse: { icon: "warning", word: "Got worse", hatch: "fill-dots" },
} as const satisfies Record<Verdict, VerdictLook>;

export const verdicts = Object.keys(verdictLooks) as Verdict[]; // the table's own keys

export function VerdictGlyph({ verdict }: { readonly verdict: Verdict }) {
  const { icon, word } = verdictLooks[verdict];
  if (!icon) return <SameSign />;
  return (
    <span title={word} className="inline-flex">
      <Icon name={icon} size={14} label={word} />
    </span>
  );
}

export function SameSign() {
  return (
    <span
      role="img"
      aria-label="Same"
      title="Same"
      className="inline-block w-3.5 flex-none text-center leading-none text-faint"
    >
      =
    </span>
  );
}

/** The glyph on the hatch that the graph has for it. */
export function VerdictSwatch({ verdict }: { readonly verdict: Verdict }) {
  const { hatch } = verdictLooks[verdict];
  return (
    <span className="relative inline-grid size-4.5 flex-none place-items-center overflow-hidden rounded-chip border border-line-2">
      {hatch ? <i aria-hidden="true" className={`tone-ink absolute inset-0 opacity-20 ${hatch}`} /> : undefined}
      <span className="relative">
        <VerdictGlyph verdict={verdict} />
      </span>
    </span>
  );
}

import { Badge } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import type { PhaseLook } from "./phase-look.ts";

/** For the one status a header or panel is about. */
export function PhaseBadge({ look, large = false }: { readonly look: PhaseLook; readonly large?: boolean }) {
  return (
    <Badge tone={look.tone} icon={look.icon} large={large} spin={look.moves}>
      {look.word}
    </Badge>
  );
}

/** For lists: glyph and word without a fill; a success keeps its green glyph and mutes its word. */
export function PhaseText({ look }: { readonly look: PhaseLook }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle font-medium whitespace-nowrap text-tone ${look.tone}`}
    >
      <Icon name={look.icon} className={look.moves ? "motion-safe:animate-arc" : ""} />
      <span className={look.quiet ? "text-muted" : ""}>{look.word}</span>
    </span>
  );
}

/** The glyph alone, named for screen readers; for cells where the word does not fit. */
export function PhaseGlyph({ look, size = 16 }: { readonly look: PhaseLook; readonly size?: 12 | 14 | 16 }) {
  return (
    <span className={`inline-flex align-middle text-tone ${look.tone}`} title={look.word}>
      <Icon name={look.icon} size={size} label={look.word} className={look.moves ? "motion-safe:animate-arc" : ""} />
    </span>
  );
}

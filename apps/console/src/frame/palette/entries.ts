import type { ReactNode } from "react";
import { useEffect, useEffectEvent } from "react";

/** One thing the palette can do. */
export interface Entry {
  /** One of its own among all. */
  readonly id: string;
  readonly group: string;
  readonly text: string;
  /** Behind it, muted. */
  readonly detail?: string;
  readonly glyph: ReactNode;
  /** The shortcut that does the same; its own entry is left out then. */
  readonly keys?: string;
  readonly act: () => void;
}

const givers = new Set<() => readonly Entry[]>();

/** Offers entries while the component lives; they are asked for when the palette opens, not before. */
export function usePaletteEntries(give: () => readonly Entry[]): void {
  const onAsk = useEffectEvent(give);
  useEffect(() => {
    const giver = () => onAsk();
    givers.add(giver);
    return () => {
      givers.delete(giver);
    };
  }, []);
}

/** What the screen that is shown offers now. */
export function givenEntries(): Entry[] {
  return [...givers].flatMap((give) => give());
}

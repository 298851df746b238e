import { Button } from "../ui/button.tsx";
import { isSamePlace, type KeptPlace, togglePin, usePins } from "./kept.ts";

/** Pinned things stand on the overview of their project, and at the top of the palette. */
export function PinButton({ place }: { readonly place: KeptPlace }) {
  const isPinned = usePins().some((each) => isSamePlace(each, place));
  return (
    <Button
      icon="pin"
      aria-pressed={isPinned}
      onClick={() => togglePin(place)}
      title={isPinned ? "Take it off the overview" : "Keep it on the overview and in the palette"}
    >
      {isPinned ? "Pinned" : "Pin"}
    </Button>
  );
}

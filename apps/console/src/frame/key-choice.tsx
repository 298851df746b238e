import { type KeyboardEvent, useState } from "react";
import { IconButton } from "../ui/button.tsx";
import { setPreferences, usePreferences } from "./preferences.ts";
import { useShortcuts } from "./shortcuts.ts";

interface KeyChoiceProps {
  /** The usual key. */
  readonly usual: string;
  readonly does: string;
}

/** Puts another key in the place of a usual one: pressed, it asks for the key; the usual one gives it back. */
export function KeyChoice({ usual, does }: KeyChoiceProps) {
  const { keys } = usePreferences();
  const shortcuts = useShortcuts();
  const [isAsking, setIsAsking] = useState(false);
  const [trouble, setTrouble] = useState("");
  const isChanged = keys[usual] !== undefined;
  const choose = (key: string) => {
    const { [usual]: _, ...others } = keys;
    setPreferences({ keys: key === usual ? others : { ...others, [usual]: key } });
    setIsAsking(false);
    setTrouble("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isAsking || event.key === "Tab" || event.key === "Shift") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setIsAsking(false);
    const taken = shortcuts.find((each) => each.keys.split(" ")[0] === event.key && each.usual !== usual);
    if ([...event.key].length !== 1 || event.key === " ") setTrouble("Press one letter, digit or sign");
    else if (taken) setTrouble(`${event.key} is taken: ${taken.does}`);
    else choose(event.key);
  };
  return (
    <span className="inline-flex items-center gap-1">
      {isAsking ? (
        <span role="status" className="text-meta text-accent">
          {trouble || "Press a key; Esc leaves it"}
        </span>
      ) : undefined}
      <IconButton
        icon="pen"
        size="small"
        label={`Choose another key for: ${does}`}
        aria-pressed={isAsking}
        onKeyDown={onKeyDown}
        onClick={() => {
          setIsAsking(!isAsking);
          setTrouble("");
        }}
        onBlur={() => setIsAsking(false)}
      />
      {isChanged ? (
        <IconButton icon="recover" size="small" label={`Back to ${usual} for: ${does}`} onClick={() => choose(usual)} />
      ) : undefined}
    </span>
  );
}

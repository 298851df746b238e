import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { getPreferences, usePreferences } from "./preferences.ts";

/**
 * One shortcut that works now: keys pressed one after the other ("g e"), and what they do. "Mod+k" is Control, or Command
 * on a Mac, with k; such a one also works in fields and cannot be switched off.
 */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  /** The usual keys, where the reader may choose another one in their place. */
  readonly usual?: string;
}

interface Registered extends Shortcut {
  readonly act: () => void;
}

/** Keys of a sequence follow each other within this time. */
const SEQUENCE_MS = 1200;

let registered: readonly Registered[] = [];
let hinted: readonly Shortcut[] = [];
let waiting: readonly string[] = [];
let waitingSince = 0;
const listeners = new Set<() => void>();

/** Whether the key belongs to what has the focus, to an input method or to the browser. */
function isTaken(event: KeyboardEvent): boolean {
  // Some layouts have brackets and the like on a third level: what comes of the keys counts.
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const isThirdLevel = event.getModifierState("AltGraph") || (isMac && event.altKey);
  if (event.altKey && !isThirdLevel) return true;
  if (event.isComposing || (isThirdLevel && !/^[^\p{L}\p{N}\s]$/u.test(event.key))) return true;
  // What lies beneath a dialog is out of reach, though what had the focus in it is gone.
  if (document.querySelector("dialog[open]")) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (isModified(event)) return false;
  if (target.isContentEditable || target.matches(typedInto)) return true;
  return target.closest(pressed) !== null && pressing.has(event.key);
}

/** All inputs but those that one presses or drags. */
const typedInto = "textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=button])";
const pressed = "button, summary, a[href], input, [role=menuitem], [role=tab], [role=slider]";
/** What presses, or moves within, a control. */
const pressing: ReadonlySet<string> = new Set([
  " ",
  "Enter",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "PageUp",
  "PageDown",
  "Home",
  "End",
]);

const isModified = (event: KeyboardEvent): boolean =>
  (event.ctrlKey && !event.getModifierState("AltGraph")) || event.metaKey;

/** How keys are written, as they lie on the keyboard: "g", "Ctrl", "K"; a capital is Shift and its key. */
export function keyWords(keys: string): string[] {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  if (keys === " ") return ["Space"];
  return keys.split(" ").flatMap((key) => {
    if (/^Arrow[A-Z]/.test(key)) return [key.slice("Arrow".length)];
    const letter = key.startsWith("Mod+") ? key.slice(4) : undefined;
    if (letter) return [isMac ? "⌘" : "Ctrl", letter.toUpperCase()];
    return /^[A-Z]$/.test(key) ? ["Shift", key] : [key];
  });
}

/** Which shortcut a key completes, and the keys that still wait for the next one. */
export function matchKeys(
  shortcuts: readonly Shortcut[],
  waiting: readonly string[],
  key: string,
): { readonly hit?: string; readonly waiting: readonly string[] } {
  for (const keys of [[...waiting, key], [key]]) {
    const text = keys.join(" ");
    if (shortcuts.some((each) => each.keys === text)) return { hit: text, waiting: [] };
    if (shortcuts.some((each) => each.keys.startsWith(`${text} `))) return { waiting: keys };
  }
  return { waiting: [] };
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isTaken(event)) return;
  if (!getPreferences().shortcuts && !isModified(event)) return;
  const before = event.timeStamp - waitingSince > SEQUENCE_MS ? [] : waiting;
  const key = isModified(event) ? `Mod+${event.key.toLowerCase()}` : event.key;
  const found = matchKeys(registered, before, key);
  waiting = found.waiting;
  waitingSince = event.timeStamp;
  if (found.hit === undefined) return;
  event.preventDefault();
  pressShortcut(found.hit);
}

/** Does what the keys do; the newest that has them: a screen over the frame. */
export function pressShortcut(keys: string): void {
  registered.findLast((each) => each.keys === keys)?.act();
}

function change(next: readonly Registered[]): void {
  if (registered.length === 0 && next.length > 0) addEventListener("keydown", onKeyDown);
  if (next.length === 0) removeEventListener("keydown", onKeyDown);
  registered = next;
  for (const listener of listeners) listener();
}

/**
 * Keeps a shortcut while the component lives; the help lists it as long.
 *
 * @param from the frame's give way to those of a screen, whichever of the two was there first
 */
export function useShortcut(keys: string, does: string, act: () => void, from: "frame" | "screen" = "screen"): void {
  const onHit = useEffectEvent(act);
  const chosen = usePreferences().keys[keys] ?? keys;
  useEffect(() => {
    const isLetter = [...keys].length === 1 && keys !== " ";
    const entry: Registered = { keys: chosen, does, act: () => onHit(), ...(isLetter && { usual: keys }) };
    change(from === "frame" ? [entry, ...registered] : [...registered, entry]);
    return () => change(registered.filter((each) => each !== entry));
  }, [keys, chosen, does, from]);
}

/** Lists keys in the help that a part of the page answers itself while the focus is in it. */
export function useKeyHint(keys: string, does: string): void {
  useEffect(() => {
    const hint: Shortcut = { keys, does };
    hinted = [...hinted, hint];
    return () => {
      hinted = hinted.filter((each) => each !== hint);
    };
  }, [keys, does]);
}

/** The shortcuts that work now. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registered,
  );
}

/** The keys that parts of the page answer themselves: asked once, by a help over a page that stands still. */
export function keyHints(): readonly Shortcut[] {
  return hinted;
}

/**
 * What is said in passing: that something was done that nothing on screen shows, or was not done. Each is shown for some
 * seconds (toasts.tsx) and then kept while this page lives (notice-drawer.tsx). Never the sole record of what is on screen.
 *
 * A notice's action can be pressed as long as its time runs, wherever it stands; the time stands still while the notices
 * are pointed at, in focus or read in the drawer.
 */
import { useSyncExternalStore } from "react";

export interface NewNotice {
  readonly text: string;
  /** "failure": something was not done; it is said at once to screen readers. */
  readonly tone?: "done" | "hint" | "failure";
  /** What can be done about it, in a word: "Undo". */
  readonly action?: { readonly text: string; readonly act: () => void };
  /** How long it is shown. */
  readonly ms?: number;
}

export interface KeptNotice {
  readonly id: number;
  /** This browser's milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly tone: "done" | "hint" | "failure";
  readonly action: NewNotice["action"];
  readonly isShown: boolean;
  readonly isSeen: boolean;
  /** Its action has been pressed, or its time is over. */
  readonly isOver: boolean;
}

/** Who keeps the time from running. */
type Holder = "toasts" | "drawer";

const MOST_SHOWN = 3;
const MOST_KEPT = 50;
const SHOWN_MS = 6000;
const ACTION_MS = 10_000;

let last = 0;
/** Newest first. */
let kept: readonly KeptNotice[] = [];
/** Of those whose time is not over: what is left of it, since when it runs, and the timer while it does. */
const clocks = new Map<number, { leftMs: number; since: number; timer?: ReturnType<typeof setTimeout> | undefined }>();
const holders = new Set<Holder>();
const listeners = new Set<() => void>();

export function notify({ text, tone = "done", action, ms = action ? ACTION_MS : SHOWN_MS }: NewNotice): void {
  last += 1;
  const next = { id: last, at: Date.now(), text, tone, action, isShown: true, isSeen: false, isOver: false };
  change(withNotice(kept, next));
  clocks.set(next.id, { leftMs: ms, since: 0 });
  for (const id of clocks.keys()) if (!kept.some((each) => each.id === id)) stop(id);
  if (holders.size === 0) run(next.id);
}

/** Takes it off the screen; what it offers can still be done from the drawer, while its time runs. */
export function dismiss(id: number): void {
  patch(id, { isShown: false, isSeen: true });
}

/** Does what it offers, once. */
export function press(id: number): void {
  const notice = kept.find((each) => each.id === id);
  if (!notice?.action || notice.isOver) return;
  stop(id);
  patch(id, { isShown: false, isSeen: true, isOver: true });
  notice.action.act();
}

export function clearNotices(): void {
  for (const id of [...clocks.keys()]) stop(id);
  holders.delete("toasts"); // nothing is left to point at
  change([]);
}

/** What is read elsewhere need not stand over the page. */
export function hideAll(): void {
  change(kept.map((each) => ({ ...each, isShown: false })));
}

export function markSeen(): void {
  if (kept.some(({ isSeen }) => !isSeen)) change(kept.map((each) => ({ ...each, isSeen: true })));
}

/** Lets all times stand still. */
export function hold(holder: Holder): void {
  if (holders.size === 0) for (const id of clocks.keys()) pause(id);
  holders.add(holder);
}

export function letGo(holder: Holder): void {
  if (holders.delete(holder) && holders.size === 0) for (const id of clocks.keys()) run(id);
}

/** All that are kept, newest first. */
export function useNotices(): readonly KeptNotice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => kept,
  );
}

/** With one more. What is on screen already with the same words gives way to it, and of too many the oldest. */
function withNotice(before: readonly KeptNotice[], next: KeptNotice): KeptNotice[] {
  const isRepeated = ({ isShown, text, tone, action }: KeptNotice) =>
    isShown && !action && !next.action && text === next.text && tone === next.tone;
  const all = [next, ...before.filter((each) => !isRepeated(each))].slice(0, MOST_KEPT);
  const oldestShown = all.filter(({ isShown }) => isShown)[MOST_SHOWN - 1]?.id ?? 0;
  return all.map((each) => (each.isShown && each.id < oldestShown ? { ...each, isShown: false } : each));
}

function patch(id: number, fields: Partial<KeptNotice>): void {
  change(kept.map((each) => (each.id === id ? { ...each, ...fields } : each)));
}

function change(next: readonly KeptNotice[]): void {
  kept = next;
  // Whoever pointed at the last one points at nothing now, and no event says so.
  if (!kept.some(({ isShown }) => isShown)) letGo("toasts");
  for (const listener of listeners) listener();
}

function run(id: number): void {
  const clock = clocks.get(id);
  if (!clock) return;
  clock.since = Date.now();
  clock.timer = setTimeout(() => {
    stop(id);
    patch(id, { isShown: false, isOver: true });
  }, clock.leftMs);
}

function pause(id: number): void {
  const clock = clocks.get(id);
  if (clock?.timer === undefined) return;
  clearTimeout(clock.timer);
  clock.timer = undefined;
  clock.leftMs -= Date.now() - clock.since;
}

function stop(id: number): void {
  clearTimeout(clocks.get(id)?.timer);
  clocks.delete(id);
}

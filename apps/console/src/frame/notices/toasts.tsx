import { useRef } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { dismiss, hold, type KeptNotice, letGo, press, useNotices } from "./notices.ts";
import { toneLooks } from "./tone-look.ts";

/** The newest notices, over the lower right corner. Nothing takes the focus or a key; pointing at them holds their time. */
export function Toasts() {
  const shown = useNotices()
    .filter(({ isShown }) => isShown)
    .toReversed();
  const root = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<EventTarget>(null);
  /** What is pressed goes; whoever was in it goes on where they were before. */
  const leave = (act: (id: number) => void) => (id: number) => {
    if (root.current?.contains(document.activeElement)) giveBack(cameFrom.current);
    act(id);
  };
  const toast = (notice: KeptNotice) => (
    <Toast key={notice.id} notice={notice} onPress={leave(press)} onDismiss={leave(dismiss)} />
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes that somebody is reading
    <div
      ref={root}
      onPointerEnter={() => hold("toasts")}
      onPointerLeave={() => letGo("toasts")}
      onFocus={({ relatedTarget, currentTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) cameFrom.current = relatedTarget;
        hold("toasts");
      }}
      onBlur={() => letGo("toasts")}
      className="pointer-events-none fixed right-3 bottom-14 z-50 flex w-90 max-w-[calc(100vw-24px)] flex-col gap-2 max-md:w-full"
    >
      {/* there before anything is in it: only so is what comes read out */}
      <div role="status" aria-atomic="false" className="contents">
        {shown.filter(({ tone }) => tone !== "failure").map(toast)}
      </div>
      {shown
        .filter(({ tone }) => tone === "failure")
        .map((notice) => (
          <div key={notice.id} role="alert" className="contents">
            {toast(notice)}
          </div>
        ))}
    </div>
  );
}

interface ToastProps {
  readonly notice: KeptNotice;
  readonly onPress: (id: number) => void;
  readonly onDismiss: (id: number) => void;
}

function Toast({ notice: { id, text, tone, action, isOver }, onPress, onDismiss }: ToastProps) {
  const { icon, tone: toneClass } = toneLooks[tone];
  return (
    <div className="pointer-events-auto flex animate-fade items-start gap-2 rounded-card border border-line-2 bg-overlay py-1.5 pr-1.5 pl-3 shadow-overlay">
      <Icon name={icon} className={`mt-1 ${toneClass}`} />
      <span className="min-w-0 flex-1 py-0.5 wrap-anywhere">{text}</span>
      {action && !isOver ? (
        <Button size="small" onClick={() => onPress(id)}>
          {action.text}
        </Button>
      ) : undefined}
      <IconButton icon="cross" size="small" label="Dismiss" onClick={() => onDismiss(id)} />
    </div>
  );
}

function giveBack(to: EventTarget | null): void {
  const there = to instanceof HTMLElement && to.isConnected ? to : document.getElementById("main");
  there?.focus({ preventScroll: true });
}

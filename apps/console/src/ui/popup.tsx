import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

interface PopupProps {
  /** The button's accessible name, where its content does not say it. */
  readonly label: string;
  readonly button: ReactNode;
  readonly buttonClassName: string;
  /** Where it hangs: classes for the panel. */
  readonly className?: string;
  readonly children: (close: () => void) => ReactNode;
}

/** A button with a panel under it. Esc, a click elsewhere and leaving by Tab close it; Esc gives the focus back. */
export function Popup({ label, button, buttonClassName, className = "", children }: PopupProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    addEventListener("pointerdown", onPointer);
    return () => removeEventListener("pointerdown", onPointer);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    setOpen(false);
    opener.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for Esc from within
    <div
      ref={root}
      className="relative"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={opener}
        type="button"
        aria-label={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className={buttonClassName}
      >
        {button}
      </button>
      {open ? (
        <div
          className={`absolute z-30 min-w-full animate-fade rounded-card border border-line-2 bg-overlay p-1 shadow-overlay ${className}`}
        >
          {children(() => setOpen(false))}
        </div>
      ) : undefined}
    </div>
  );
}

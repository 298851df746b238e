import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./button.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside, Esc closes, the opener gets the focus back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={name}
      onClose={onClose}
      className="m-auto w-110 max-w-[calc(100vw-24px)] rounded-card border border-line-2 bg-overlay text-fg shadow-overlay backdrop:bg-bg/70"
    >
      <header className="flex h-10 items-center border-b border-line pr-1.5 pl-4">
        <h2 id={name} className="flex-1 font-semibold">
          {title}
        </h2>
        <IconButton icon="cross" label="Close" onClick={() => dialog.current?.close()} />
      </header>
      <div className="max-h-[70vh] overflow-y-auto p-4">{children}</div>
    </dialog>
  );
}

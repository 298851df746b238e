import type { ReactNode } from "react";
import { IconButton } from "../../ui/button.tsx";
import type { NodeRow } from "./node-rows.ts";

interface DetailFrameProps {
  readonly row: NodeRow;
  /** "compared", "specs compared". */
  readonly what: string;
  readonly aside?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The chosen node, below the table it was chosen in. */
export function DetailFrame({ row: { node }, what, aside, onClose, children }: DetailFrameProps) {
  return (
    <section
      aria-label={`${node.name}, ${what}`}
      className="flex max-h-[45%] min-h-0 flex-none flex-col border-t border-line-2 bg-surface max-md:max-h-[60%]"
    >
      <header className="flex min-h-9.5 flex-none items-center gap-2 border-b border-line px-4">
        <h2 className="truncate font-semibold">{node.name}</h2>
        <span className="mono truncate text-axis text-faint">{node.path}</span>
        <span className="ml-auto flex flex-none items-center gap-2">
          {aside}
          <IconButton icon="cross" size="small" label="Close" onClick={onClose} />
        </span>
      </header>
      <div className="min-h-0 overflow-y-auto">{children}</div>
    </section>
  );
}

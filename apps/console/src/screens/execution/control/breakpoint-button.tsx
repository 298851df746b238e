import type { Breakpoint } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useState } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { Button } from "../../../ui/button.tsx";
import type { ExecutionId } from "../queries.ts";
import { BreakpointDialog } from "./breakpoint-dialog.tsx";

interface BreakpointButtonProps {
  readonly id: ExecutionId;
  readonly path: string;
  readonly name: string;
  readonly breakpoints: readonly Breakpoint[];
}

/** Opens what is set at a node, and says how much that is. */
export function BreakpointButton({ id, path, name, breakpoints }: BreakpointButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  useShortcut("b", "Breakpoints of the node", () => setIsOpen(true));
  const count = breakpoints.filter(({ place }) => place.case === "path" && place.value === path).length;
  const word = count === 0 ? "Breakpoint" : count === 1 ? "1 breakpoint" : `${count} breakpoints`;
  return (
    <>
      <Button icon="phasePaused" title="Breakpoints (b)" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        {word}
      </Button>
      {isOpen ? (
        <BreakpointDialog id={id} path={path} name={name} breakpoints={breakpoints} onClose={() => setIsOpen(false)} />
      ) : undefined}
    </>
  );
}

import { type NodeView, Breakpoint_Side as Side } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { Button } from "../../../ui/button.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { ExecutionId } from "../queries.ts";
import { EditInputsDialog } from "./edit-inputs-dialog.tsx";
import { useLetGo } from "./use-debugging.ts";

interface HeldBarProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  readonly name: string;
  readonly side: Side;
  readonly reason: string;
}

/** Of a node at a breakpoint: what can be done with it. */
export function HeldBar({ id, view, name, side, reason }: HeldBarProps) {
  const nodeId = view.summary?.id ?? "";
  const { mutate, isPending, error } = useLetGo(id, nodeId);
  const [isEditing, setIsEditing] = useState(false);
  useShortcut("c", "Continue the held node", () => mutate("continue"));
  useShortcut("S", "Step the held node", () => mutate("step"));
  const isEditable = side === Side.BEFORE && view.editable.length > 0;
  return (
    <div className="border-b border-line pt-2">
      <Notice tone="tone-pause" icon="phasePaused">
        <p>{reason || "Held at a breakpoint."}</p>
        {error ? <p className="mt-1 text-fail">It was not let go: {failureMessage(error)}</p> : undefined}
        <div className="mt-2 flex flex-wrap gap-2">
          <Button
            size="small"
            variant="primary"
            icon="play"
            title="Continue (c)"
            disabled={isPending}
            onClick={() => mutate("continue")}
          >
            Continue
          </Button>
          <Button
            size="small"
            icon="arrowRight"
            title="Let it go, and hold what begins next (Shift+S)"
            disabled={isPending}
            onClick={() => mutate("step")}
          >
            Step
          </Button>
          {isEditable ? (
            <Button size="small" icon="pen" onClick={() => setIsEditing(true)}>
              Edit inputs
            </Button>
          ) : undefined}
        </div>
      </Notice>
      {isEditing ? (
        <EditInputsDialog
          id={id}
          nodeId={nodeId}
          path={view.node?.path ?? ""}
          name={name}
          inputs={view.editable}
          onClose={() => setIsEditing(false)}
        />
      ) : undefined}
    </div>
  );
}

import { BulkAction as Action } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useId, useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Input } from "../../../ui/input.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { wordsOf } from "./queries.ts";

interface BulkDialogProps {
  readonly action: Action;
  /** What it is done to: "3 executions", or the name of one. */
  readonly what: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onStart: (reason: string) => void;
  readonly onClose: () => void;
}

const effects: Readonly<Partial<Record<Action, string>>> = {
  [Action.ABORT]:
    "What runs is stopped; what has finished keeps its outputs and logs. Executions that have ended stay as they are.",
  [Action.RELAUNCH]: "Each is launched once more, with the same inputs.",
  [Action.RECOVER]:
    "Each is launched once more and takes over what had succeeded. Those that succeeded or have not ended are left out.",
};

/** Says what it will touch, and of an abort asks why. */
export function BulkDialog({ action, what, isPending, error, onStart, onClose }: BulkDialogProps) {
  const [reason, setReason] = useState("");
  const field = useId();
  const { verb, doing } = wordsOf(action);
  return (
    <Dialog title={`${verb} ${what}?`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          onStart(reason);
        }}
      >
        <p>{effects[action]}</p>
        {action === Action.ABORT ? (
          <div className="flex flex-col gap-1">
            <label htmlFor={field} className="text-axis font-strong text-faint">
              Reason
            </label>
            <Input
              id={field}
              value={reason}
              maxLength={500}
              placeholder="Aborted from the console"
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
        ) : undefined}
        {error ? (
          <Notice tone="tone-fail" icon="error" className="">
            Nothing was done: {failureMessage(error)}
          </Notice>
        ) : undefined}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button
            type="submit"
            variant={action === Action.ABORT ? "danger" : "primary"}
            icon={action === Action.ABORT ? "stop" : "rerun"}
            disabled={isPending}
          >
            {isPending ? `${doing}…` : `${verb} ${what}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

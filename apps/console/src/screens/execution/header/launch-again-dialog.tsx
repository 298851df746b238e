import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { ExecutionId } from "../queries.ts";
import { useLaunchAgain } from "./use-launch-again.ts";

interface LaunchAgainDialogProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly onClose: () => void;
}

/** The same once more, without the form. */
export function LaunchAgainDialog({ id, view, onClose }: LaunchAgainDialogProps) {
  const { mutate, isPending, error } = useLaunchAgain(id, view);
  const { launchPlan, workflow } = view.execution ?? {};
  const launched = launchPlan?.name ? launchPlan : workflow;
  return (
    <Dialog title={`Launch ${id.name} again?`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) mutate(undefined, { onSuccess: onClose });
        }}
      >
        <p className="wrap-anywhere">
          A new execution of <b className="font-strong">{launched?.name}</b>{" "}
          <span className="mono">{launched?.version}</span> starts now, with the same inputs and labels. To change some
          of them first, choose Relaunch.
        </p>
        {error ? (
          <Notice tone="tone-fail" icon="error" className="">
            It was not launched: {failureMessage(error)}
          </Notice>
        ) : undefined}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" icon="rerun" disabled={isPending}>
            {isPending ? "Launching…" : "Launch"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

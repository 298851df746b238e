import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import type { ExecutionId } from "../queries.ts";
import { PlanList } from "./plan-list.tsx";
import { type Rerun, rerunPlanQuery, useRerun } from "./queries.ts";

interface RerunDialogProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  /** How it was asked for; from a node on can become the node alone, and back. */
  readonly asked: Rerun;
  readonly onClose: () => void;
}

/** Says what would run, what would be reused, and why, before anything does. */
export function RerunDialog({ id, view, asked, onClose }: RerunDialogProps) {
  const [rerun, setRerun] = useState(asked);
  const [isCacheUsed, setIsCacheUsed] = useState(asked.mode === "recover");
  const { data: plan, error, refetch } = useQuery(rerunPlanQuery(id, rerun));
  const launch = useRerun(id);
  const nodeName = (path: string) => view.graph?.nodes.find((node) => node.path === path)?.name || path;
  const isRecovery = rerun.mode === "recover";
  const title = isRecovery ? `Recover ${id.name}?` : `Rerun ${nodeName(rerun.path)}?`;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          launch.mutate({ rerun, overwriteCache: !isCacheUsed }, { onSuccess: onClose });
        }}
      >
        {isRecovery ? undefined : (
          <Segmented
            label="What runs again"
            selected={rerun.mode}
            options={[
              { id: "fromNode", label: "From here on" },
              { id: "oneNode", label: "Only this node" },
            ]}
            onSelect={(mode) => setRerun({ mode, path: rerun.path })}
          />
        )}
        <p>{intros[rerun.mode]}</p>
        {plan ? (
          <PlanList plan={plan} nodeName={nodeName} />
        ) : error ? (
          <Notice
            tone="tone-fail"
            icon="error"
            className=""
            action={
              <Button size="small" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          >
            {failureMessage(error)}
          </Notice>
        ) : (
          <SkeletonRows rows={4} label="Working out what would run" />
        )}
        <label className="flex items-center gap-1.5 text-meta text-muted">
          <input type="checkbox" checked={isCacheUsed} onChange={({ target }) => setIsCacheUsed(target.checked)} />
          Use cached outputs of tasks that have them
        </label>
        {launch.error ? (
          <Notice tone="tone-fail" icon="error" className="">
            It was not launched: {failureMessage(launch.error)}
          </Notice>
        ) : undefined}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            icon={isRecovery ? "recover" : "rerun"}
            disabled={!plan || launch.isPending}
          >
            {launch.isPending ? "Launching…" : isRecovery ? "Recover" : "Rerun"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const intros = {
  recover: "A new execution takes over what has succeeded, with its outputs, and runs the rest.",
  fromNode:
    "A new execution runs this node and all that comes after it, and takes over the rest as far as it has succeeded.",
  oneNode: "A new execution runs this node by itself, with the inputs it had. Nothing that comes after it runs.",
} as const satisfies Record<Rerun["mode"], string>;

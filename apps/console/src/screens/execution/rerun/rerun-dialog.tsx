import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import type { ExecutionId } from "../queries.ts";
import { type Rerun, rerunPlanQuery } from "./queries.ts";
import { RerunButtons, RerunForm } from "./rerun-form.tsx";
import { RerunPreview } from "./rerun-preview.tsx";

interface RerunDialogProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  /** How it was asked for; from a node on can become the node alone, and back. */
  readonly asked: Rerun;
  readonly onClose: () => void;
}

/** Says what would run, what would be reused, and why, before anything does; inputs can be changed first. */
export function RerunDialog({ id, view, asked, onClose }: RerunDialogProps) {
  const [rerun, setRerun] = useState(asked);
  const [isCacheUsed, setIsCacheUsed] = useState(asked.mode === "recover");
  const { data: plan, error, refetch } = useQuery(rerunPlanQuery(id, rerun, {}));
  const nodeName = (path: string) => view.graph?.nodes.find((node) => node.path === path)?.name || path;
  const title = rerun.mode === "recover" ? `Recover ${id.name}?` : `Rerun ${nodeName(rerun.path)}?`;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {rerun.mode === "recover" ? undefined : (
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
          <RerunForm
            key={rerun.mode}
            id={id}
            rerun={rerun}
            inputs={plan.inputs}
            nodeName={nodeName}
            isCacheUsed={isCacheUsed}
            onCache={setIsCacheUsed}
            onClose={onClose}
          />
        ) : (
          <>
            <RerunPreview plan={undefined} error={error} nodeName={nodeName} onRetry={() => void refetch()} />
            <RerunButtons rerun={rerun} isPending={false} isReady={false} onClose={onClose} />
          </>
        )}
      </div>
    </Dialog>
  );
}

const intros = {
  recover: "A new execution takes over what has succeeded, with its outputs, and runs the rest.",
  fromNode:
    "A new execution runs this node and all that comes after it, and takes over the rest as far as it has succeeded.",
  oneNode: "A new execution runs this node by itself, with the inputs it had. Nothing that comes after it runs.",
} as const satisfies Record<Rerun["mode"], string>;

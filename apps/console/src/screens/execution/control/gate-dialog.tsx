import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { GateForm } from "../../../gates/gate-form.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { type ExecutionId, nodeQuery } from "../queries.ts";

interface GateDialogProps {
  readonly id: ExecutionId;
  /** Of the gate. */
  readonly path: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** What a gate waits for, said over the graph. */
export function GateDialog({ id, path, name, onClose }: GateDialogProps) {
  const { data, error } = useQuery(nodeQuery(id, path));
  // Once it is answered it waits no more; what came of it is told here still.
  const [gate, setGate] = useState(data?.gate);
  if (gate === undefined && data?.gate) setGate(data.gate);
  return (
    <Dialog title={name} onClose={onClose}>
      {gate ? (
        <GateForm execution={id} gate={gate} />
      ) : data ? (
        <p>It does not wait for anybody any more.</p>
      ) : error ? (
        <p className="text-fail">The gate could not be read: {failureMessage(error)}</p>
      ) : (
        <SkeletonRows label="Loading the gate" rows={3} />
      )}
    </Dialog>
  );
}

import { create } from "@bufbuild/protobuf";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LaunchInput } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { consoleApi } from "../../../transport.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { hasType, inputNamedIn } from "../../../value-form/form-state.ts";
import { changedText, InputRows } from "../../../value-form/input-rows.tsx";
import { useValueFields } from "../../../value-form/use-value-fields.ts";
import { type ExecutionId, nodeQuery } from "../queries.ts";

interface EditInputsDialogProps {
  readonly id: ExecutionId;
  readonly nodeId: string;
  readonly path: string;
  readonly name: string;
  readonly inputs: readonly LaunchInput[];
  readonly onClose: () => void;
}

/** Other inputs for a node that is held before it: only what was changed is sent, by its type. */
export function EditInputsDialog({ id, nodeId, path, name, inputs, onClose }: EditInputsDialogProps) {
  const [typed] = useState(() => inputs.filter(hasType));
  const values = useValueFields(typed);
  const { fields, troubles, changed } = values;
  const [isSubmitted, setIsSubmitted] = useState(false);
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      consoleApi.editInputs({ execution: id, nodeId, inputs: create(LiteralMapSchema, { literals: { ...changed } }) }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: nodeQuery(id, path).queryKey });
    },
  });
  const refusal = error ? failureMessage(error) : undefined;
  const count = Object.keys(changed).length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (troubles.length === 0 && count > 0 && !isPending) mutate();
  };
  return (
    <Dialog title={`Inputs of ${name}`} onClose={onClose}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-meta text-muted">
          The node is held before it: it gets these when it goes on. The nodes that gave them keep their outputs.
        </p>
        {fields.length === 0 ? <p className="text-muted">It takes no inputs.</p> : undefined}
        <InputRows
          values={values}
          refused={{ input: refusal ? inputNamedIn(refusal, typed) : undefined, text: refusal }}
          isSubmitted={isSubmitted}
          differs="Differs from what the node was given"
        />
        {refusal ? (
          <Notice tone="tone-fail" icon="error" className="">
            They were not taken: {refusal}
          </Notice>
        ) : undefined}
        <div className="flex items-center justify-end gap-2">
          <span className="mr-auto text-meta text-muted">{changedText(count)}</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={isPending || count === 0}>
            {isPending ? "Storing…" : "Use these"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

import type { LaunchInput } from "@skein/spec/gen/skein/console/v1/console_pb";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { hasType, inputNamedIn } from "../../../value-form/form-state.ts";
import { changedText, InputRows } from "../../../value-form/input-rows.tsx";
import { useValueFields } from "../../../value-form/use-value-fields.ts";
import type { ExecutionId } from "../queries.ts";
import { type Rerun, rerunPlanQuery, useRerun } from "./queries.ts";
import { RerunPreview } from "./rerun-preview.tsx";

interface RerunFormProps {
  readonly id: ExecutionId;
  readonly rerun: Rerun;
  /** Filled with what was read. */
  readonly inputs: readonly LaunchInput[];
  readonly nodeName: (path: string) => string;
  readonly isCacheUsed: boolean;
  readonly onCache: (isUsed: boolean) => void;
  readonly onClose: () => void;
}

interface RerunButtonsProps {
  readonly rerun: Rerun;
  readonly isPending: boolean;
  /** What would run is known. */
  readonly isReady: boolean;
  readonly onClose: () => void;
}

export function RerunButtons({ rerun, isPending, isReady, onClose }: RerunButtonsProps) {
  const isRecovery = rerun.mode === "recover";
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" variant="primary" icon={isRecovery ? "recover" : "rerun"} disabled={!isReady || isPending}>
        {isPending ? "Launching…" : isRecovery ? "Recover" : "Rerun"}
      </Button>
    </div>
  );
}

/** The inputs, what comes of them, and the launch. */
export function RerunForm({ id, rerun, inputs, nodeName, isCacheUsed, onCache, onClose }: RerunFormProps) {
  const [typed] = useState(() => inputs.filter(hasType));
  const values = useValueFields(typed);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const changed = useDeferredValue(values.changed);
  const plan = useQuery({ ...rerunPlanQuery(id, rerun, changed), placeholderData: keepPreviousData });
  const launch = useRerun(id);
  const isRecovery = rerun.mode === "recover";
  const refusal = launch.error ? failureMessage(launch.error) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (values.troubles.length > 0 || launch.isPending) return;
    launch.mutate({ rerun, changed: values.changed, overwriteCache: !isCacheUsed }, { onSuccess: onClose });
  };
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={submit}>
      {typed.length > 0 ? (
        <details className="group rounded-control border border-line px-2">
          <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 text-meta font-strong">
            <Icon name="chevronRight" size={14} className="text-muted group-open:rotate-90" />
            Inputs
            <span className="text-meta font-normal text-muted">{changedText(Object.keys(values.changed).length)}</span>
          </summary>
          <InputRows
            values={values}
            refused={{ input: refusal ? inputNamedIn(refusal, typed) : undefined, text: refusal }}
            isSubmitted={isSubmitted}
            differs={`Differs from what ${isRecovery ? "the execution" : "it"} had`}
          />
        </details>
      ) : undefined}
      <RerunPreview plan={plan.data} error={plan.error} nodeName={nodeName} onRetry={() => void plan.refetch()} />
      <label className="flex items-center gap-1.5 text-meta text-muted">
        <input type="checkbox" checked={isCacheUsed} onChange={({ target }) => onCache(target.checked)} />
        Use cached outputs of tasks that have them
      </label>
      {refusal ? (
        <Notice tone="tone-fail" icon="error" className="">
          It was not launched: {refusal}
        </Notice>
      ) : undefined}
      <RerunButtons
        rerun={rerun}
        isPending={launch.isPending}
        isReady={plan.data !== undefined && !plan.isPlaceholderData}
        onClose={onClose}
      />
    </form>
  );
}

import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { failureMessage } from "../../frame/failure-face.tsx";
import { useConnection } from "../../live/status.ts";
import { consoleApi } from "../../transport.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RelatedList } from "./lineage-links.tsx";
import type { ExecutionId } from "./queries.ts";

interface AbortDialogProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly onClose: () => void;
}

/** Says what ends, and asks why; once the execution has ended by itself there is nothing left to ask. */
export function AbortDialog({ id, view, onClose }: AbortDialogProps) {
  const [cause, setCause] = useState("");
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => consoleApi.terminate({ id, cause: cause.trim() || "Aborted from the console" }),
    onSuccess: onClose,
  });
  const { state } = useConnection();
  const isConnected = state === "live" || state === "polling";
  // "the server does not answer" is no longer so
  useEffect(() => {
    if (isConnected) reset();
  }, [isConnected, reset]);
  const phase = view.execution?.phase ?? 0;
  // while the answer is awaited the end is this dialog's own doing, and the answer closes it
  const hasEnded = view.execution !== undefined && !isOngoing(phase) && !isPending;
  const running = view.execution?.nodes?.running ?? 0;
  const queued = view.execution?.nodes?.queued ?? 0;
  return (
    <Dialog title={`Abort ${id.name}?`} onClose={onClose}>
      {hasEnded ? (
        <Ended word={executionLook(phase).word} onClose={onClose} />
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            mutate();
          }}
        >
          <p>
            {running > 0 ? `${running} running ${running === 1 ? "node is" : "nodes are"} stopped` : "Nothing runs now"}
            {queued > 0 ? `, ${queued} queued ${queued === 1 ? "is" : "are"} dropped` : ""}; what has finished keeps its
            outputs and logs. An aborted execution cannot be resumed.
          </p>
          <AbortedChildren view={view} onFollow={onClose} />
          <div className="flex flex-col gap-1">
            <label htmlFor="abort-reason" className="text-axis font-strong text-faint">
              Reason
            </label>
            <Input
              id="abort-reason"
              value={cause}
              maxLength={500}
              placeholder="Aborted from the console"
              onChange={(event) => setCause(event.target.value)}
            />
          </div>
          {error ? (
            <Notice tone="tone-fail" icon="error" className="">
              It was not aborted: {failureMessage(error)}
            </Notice>
          ) : undefined}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Keep it running</Button>
            <Button type="submit" variant="danger" icon="stop" disabled={isPending}>
              {isPending ? "Aborting…" : "Abort"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** What ends with it: the executions that its nodes launched and that go on. */
function AbortedChildren({ view, onFollow }: { readonly view: ExecutionView; readonly onFollow: () => void }) {
  const { first = [], total = 0 } = view.lineage?.children ?? {};
  const ongoing = first.filter(({ phase }) => isOngoing(phase));
  const unlisted = total - first.length; // whether they go on is not known here
  if (ongoing.length === 0 && unlisted === 0) return undefined;
  return (
    <section className="flex flex-col gap-1" aria-label="Child executions">
      <p>
        {ongoing.length > 0
          ? `Aborted too: ${ongoing.length} child ${ongoing.length === 1 ? "execution" : "executions"}`
          : "Aborted too: child executions that still run"}
        {ongoing.length > 0 && unlisted > 0 ? ", and those that run of the later ones" : ""}
      </p>
      {ongoing.length > 0 ? <RelatedList what="Aborted too" executions={ongoing} onFollow={onFollow} /> : undefined}
    </section>
  );
}

/** The form is gone and the focus with it: it goes to what can be pressed now. */
function Ended({ word, onClose }: { readonly word: string; readonly onClose: () => void }) {
  const foot = useRef<HTMLDivElement>(null);
  useEffect(() => foot.current?.querySelector("button")?.focus(), []);
  return (
    <div className="flex flex-col gap-3">
      <p role="status">It has ended: {word}.</p>
      <div ref={foot} className="flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </div>
  );
}

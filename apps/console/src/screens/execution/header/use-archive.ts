import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  BulkAction as Action,
  ExecutionRowSchema,
  type ExecutionView,
  ExecutionViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { notify } from "../../../frame/notices/notices.ts";
import { consoleApi } from "../../../transport.ts";
import { type ExecutionId, executionQuery } from "../queries.ts";

const POLL_MS = 200;

/** A job of one: archiving is done by jobs alone. */
async function setArchived({ project, domain, name }: ExecutionId, archived: boolean): Promise<void> {
  const action = archived ? Action.ARCHIVE : Action.UNARCHIVE;
  let job = await consoleApi.startBulk({
    project,
    domain,
    action,
    targets: { case: "names", value: { names: [name] } },
  });
  while (!job.finished) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    job = await consoleApi.getBulk({ id: job.id });
  }
  const [failure] = job.failures;
  if (job.done === 0)
    throw new ConnectError(failure?.message ?? "the job ended without coming to it", Code.FailedPrecondition);
}

/** Archives it or takes it out again, says so wherever one is then, and for a while offers to undo it. */
export function useArchive(id: ExecutionId) {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ archived }: { readonly archived: boolean; readonly isUndo?: boolean }) => setArchived(id, archived),
    onSuccess: (_, { archived, isUndo = false }) => {
      queries.setQueryData(executionQuery(id).queryKey, (before) => before && withArchived(before, archived));
      void queries.invalidateQueries({ queryKey: ["executions"] });
      const text = archived ? `Archived ${id.name}` : `Took ${id.name} out of the archive`;
      const undo = { text: "Undo", act: () => mutate({ archived: !archived, isUndo: true }) };
      notify(isUndo ? { text } : { text, action: undo });
    },
    onError: (error, { archived }) =>
      notify({
        text: `${id.name} was not ${archived ? "archived" : "taken out of the archive"}: ${failureMessage(error)}`,
        tone: "failure",
      }),
  });
  return { archive: (archived: boolean) => mutate({ archived }), isPending };
}

const withArchived = (view: ExecutionView, archived: boolean): ExecutionView =>
  create(ExecutionViewSchema, {
    ...view,
    ...(view.execution && { execution: create(ExecutionRowSchema, { ...view.execution, archived }) }),
  });

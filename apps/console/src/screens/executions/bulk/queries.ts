import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  BulkAction as Action,
  type BulkJob,
  type StartBulkRequestSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { Scope } from "../../../paths.ts";
import { randomKey } from "../../../random-key.ts";
import { consoleApi } from "../../../transport.ts";

export type Targets = NonNullable<MessageInitShape<typeof StartBulkRequestSchema>["targets"]>;

export interface Bulk {
  readonly action: Action;
  readonly reason?: string;
  readonly targets: Targets;
  /** Of what is selected, which is nothing any more once it has begun. */
  readonly isOfSelection?: boolean;
}

/** One that waits for a yes. */
export interface AskedBulk extends Bulk {
  /** "3 executions", or the name of one. */
  readonly what: string;
}

/** An abort is not undone, and what is launched runs. */
export const isAskedFirst = (action: Action): boolean => action !== Action.ARCHIVE && action !== Action.UNARCHIVE;

const POLL_MS = 400;

export const bulkQuery = (id: string) =>
  queryOptions({
    queryKey: ["bulk", id],
    queryFn: ({ signal }) => consoleApi.getBulk({ id }, { signal }),
    // A server that does not answer for a while is asked on; one that has forgotten the job is not.
    refetchInterval: ({ state }) =>
      state.data?.finished || (state.error && ConnectError.from(state.error).code === Code.NotFound) ? false : POLL_MS,
    structuralSharing: false,
  });

/** Starts a job, whose state can be asked for at once. The same one, pressed again for want of an answer, starts once. */
export function useStartBulk({ project, domain }: Scope, onStarted: (job: BulkJob, bulk: Bulk) => void) {
  const queries = useQueryClient();
  const pressed = useRef<{ readonly text: string; readonly key: string }>(undefined);
  return useMutation({
    mutationFn: ({ action, reason = "", targets }: Bulk) => {
      const text = JSON.stringify([action, reason, targets]);
      if (pressed.current?.text !== text) pressed.current = { text, key: randomKey() };
      const idempotencyKey = pressed.current.key;
      return consoleApi.startBulk({ project, domain, action, reason, targets, idempotencyKey });
    },
    onSuccess: (job, bulk) => {
      pressed.current = undefined;
      queries.setQueryData(bulkQuery(job.id).queryKey, job);
      onStarted(job, bulk);
    },
  });
}

export const useCancelBulk = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => consoleApi.cancelBulk({ id }),
    onSuccess: (job) => queries.setQueryData(bulkQuery(id).queryKey, job),
  });
};

interface Words {
  /** On the button. */
  readonly verb: string;
  /** While it goes on, and once it is done. */
  readonly doing: string;
  readonly done: string;
}

const words: Readonly<Record<Action, Words>> = {
  [Action.BULK_ACTION_UNSPECIFIED]: { verb: "Change", doing: "Changing", done: "changed" },
  [Action.ABORT]: { verb: "Abort", doing: "Aborting", done: "aborted" },
  [Action.RELAUNCH]: { verb: "Relaunch", doing: "Relaunching", done: "relaunched" },
  [Action.RECOVER]: { verb: "Recover", doing: "Recovering", done: "recovered" },
  [Action.ARCHIVE]: { verb: "Archive", doing: "Archiving", done: "archived" },
  [Action.UNARCHIVE]: { verb: "Unarchive", doing: "Taking back", done: "taken out of the archive" },
};

export const wordsOf = (action: Action): Words => words[action] ?? words[Action.BULK_ACTION_UNSPECIFIED];

export const countWord = (count: number): string =>
  count === 1 ? "1 execution" : `${count.toLocaleString("en")} executions`;

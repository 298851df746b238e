import { create } from "@bufbuild/protobuf";
import { ProjectDomainSchema, type Topic, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTopic } from "./live/use-topic.ts";
import type { Scope } from "./paths.ts";
import { consoleApi } from "./transport.ts";

/**
 * For views whose answers carry no rows to patch: they are asked again when something of their project moved.
 *
 * Such a view first asks for the store's sequence and then for itself, so that nothing falls between the two.
 */

/** Runs move far more often than these views need to follow. */
const RENEW_MS = 2000;

export async function readSequence({ project, domain }: Scope, signal: AbortSignal): Promise<bigint> {
  const { sequence } = await consoleApi.listExecutions({ project, domain, limit: 1 }, { signal });
  return sequence;
}

/** Renews the queries under a key when entities or executions of the project change after `since`. */
export function useRenewal(scope: Scope, since: bigint | undefined, queryKey: QueryKey): void {
  const queries = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const renew = () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void queries.invalidateQueries({ queryKey });
    }, RENEW_MS);
  };
  useTopic(since === undefined ? undefined : topicOf("entities", scope), since, renew);
  useTopic(since === undefined ? undefined : topicOf("executions", scope), since, renew);
}

function topicOf(kind: "entities" | "executions", { project, domain }: Scope): Topic {
  return create(TopicSchema, { kind: { case: kind, value: create(ProjectDomainSchema, { project, domain }) } });
}

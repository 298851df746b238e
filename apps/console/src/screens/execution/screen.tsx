import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type ExecutionView, type NodeSummary, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { noteServerTime } from "../../flyte/clock.ts";
import { FailureFace } from "../../frame/failure-face.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { notePlace } from "../../kept/kept.ts";
import { usePollInterval } from "../../live/status.ts";
import { useTopic } from "../../live/use-topic.ts";
import { findScope } from "../../paths.ts";
import { applyDelta } from "./apply-delta.ts";
import { ExecutionPage } from "./execution-page.tsx";
import { ExecutionSkeleton } from "./execution-skeleton.tsx";
import { formatPlace, type Place, parsePlace } from "./place.ts";
import { type ExecutionId, executionQuery } from "./queries.ts";
import { UnknownExecution } from "./unknown-execution.tsx";
import { useBadValues } from "./use-bad-values.ts";

export function ExecutionScreen() {
  const params = useParams();
  const scope = findScope(params);
  const { name } = params;
  if (!scope || !name) return <NotFound />;
  const id = { ...scope, name };
  return <Execution key={`${scope.project}/${scope.domain}/${name}`} id={id} />;
}

function Execution({ id }: { readonly id: ExecutionId }) {
  const query = executionQuery(id);
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...query, refetchInterval: usePollInterval() });
  useExecutionDeltas(id, isPlaceholderData ? undefined : data);
  const [search, setSearch] = useSearchParams();
  useBadValues();
  const place = withPath(parsePlace(search), data);
  const nodes = useNodesByPath(data?.nodes);
  const isThere = data !== undefined;
  useEffect(() => {
    if (isThere) notePlace({ project: id.project, domain: id.domain, kind: "execution", name: id.name });
  }, [isThere, id.project, id.domain, id.name]);
  /** Pages, views and nodes are places to come back to; the rest only refines where one is. */
  const go = useCallback(
    (change: Partial<Place>, how: "push" | "replace" = "push") =>
      setSearch((before) => formatPlace({ ...parsePlace(before), ...change }, before), { replace: how === "replace" }),
    [setSearch],
  );

  if (!data) {
    if (!error) return <ExecutionSkeleton name={id.name} />;
    if (ConnectError.from(error).code === Code.NotFound) return <UnknownExecution id={id} error={error} />;
    return (
      <FailureFace what={`The execution ${id.name} could not be read`} error={error} onRetry={() => void refetch()} />
    );
  }
  return <ExecutionPage id={id} view={data} nodes={nodes} place={place} onGo={go} />;
}

/** Links from outside name a node by its id; here it goes by its place in the graph. */
function withPath(place: Place, view: ExecutionView | undefined): Place {
  const { node } = place;
  if (node === undefined || !view || view.graph?.nodes.some(({ path }) => path === node)) return place;
  return { ...place, node: view.nodes.find(({ id }) => id === node)?.path ?? node };
}

/** Patches the view with what the stream brings. */
function useExecutionDeltas(id: ExecutionId, view: ExecutionView | undefined): void {
  const queries = useQueryClient();
  const topic = create(TopicSchema, {
    kind: { case: "execution", value: create(WorkflowExecutionIdentifierSchema, id) },
  });
  useTopic(view ? topic : undefined, view?.sequence, (message) => {
    noteServerTime(message.serverTime);
    const { kind, sequence } = message;
    if (kind.case !== "execution") return;
    queries.setQueryData(executionQuery(id).queryKey, (before) => before && applyDelta(before, kind.value, sequence));
  });
}

function useNodesByPath(nodes: readonly NodeSummary[] | undefined): ReadonlyMap<string, NodeSummary> {
  return useMemo(() => new Map((nodes ?? []).map((node) => [node.path, node])), [nodes]);
}

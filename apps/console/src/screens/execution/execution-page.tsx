import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useCallback, useDeferredValue, useState } from "react";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { useShortcut } from "../../frame/shortcuts.ts";
import { useIsNarrow } from "../../ui/media.ts";
import { AbortDialog } from "./abort-dialog.tsx";
import { findRootCause } from "./failure.ts";
import { FailureCard } from "./failure-card.tsx";
import { ExecutionHeader } from "./header/execution-header.tsx";
import { LaunchAgainDialog } from "./header/launch-again-dialog.tsx";
import { type ExecutionCommand, useExecutionCommands } from "./header/use-execution-commands.ts";
import { LiveWords } from "./live-words.tsx";
import { anyItem } from "./map/map-place.ts";
import { NodePanel } from "./node/node-panel.tsx";
import type { Place } from "./place.ts";
import type { ExecutionId } from "./queries.ts";
import { Scrubber } from "./replay/scrubber.tsx";
import { useReplay } from "./replay/use-replay.ts";
import type { Rerun } from "./rerun/queries.ts";
import { RerunDialog } from "./rerun/rerun-dialog.tsx";
import { useExecutionEntries } from "./use-execution-entries.tsx";
import { Views } from "./views/views.tsx";

interface ExecutionPageProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly place: Place;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
}

export function ExecutionPage({ id, view, nodes, place, onGo }: ExecutionPageProps) {
  const onRest = useCallback((at: number | undefined) => onGo({ at }, "replace"), [onGo]);
  const [aborting, setAborting] = useState(false);
  const [rerunning, setRerunning] = useState<Rerun>();
  const [isLaunchingAgain, setIsLaunchingAgain] = useState(false);
  const isNarrow = useIsNarrow();
  const { execution } = view;
  const look = executionLook(execution?.phase ?? 0);
  const ongoing = execution !== undefined && isOngoing(execution.phase);
  useShortcut("Escape", "Close the node", () => onGo({ node: undefined, line: undefined, attempt: undefined }));
  useShortcut("l", "Logs of the node, or of what failed", () => {
    const node = place.node ?? findRootCause(view)?.path;
    if (node) onGo({ node, tab: "logs" });
  });
  const commands = useExecutionCommands(id, view, {
    onAbort: () => setAborting(true),
    onRecover: () => setRerunning({ mode: "recover" }),
    onLaunchAgain: () => setIsLaunchingAgain(true),
  });
  const { abort, recover, relaunch, compare, share } = commands;
  const doIt = ({ obstacle, act }: ExecutionCommand) => obstacle === undefined && act();
  useShortcut("A", "Abort", () => doIt(abort));
  useShortcut("R", "Rerun from the node, or recover", () => {
    if (place.node === undefined) doIt(recover);
    else if (!ongoing) setRerunning({ mode: "fromNode", path: place.node });
  });
  useShortcut("r", "Relaunch", () => doIt(relaunch));
  useShortcut("=", "Compare with the last success", () => doIt(compare));
  useShortcut("s", "Share: copy the address of what is seen", () => doIt(share));
  const select = (path: string | undefined) =>
    onGo({
      node: path,
      tab: path ? place.tab : "summary",
      attempt: undefined,
      line: undefined,
      map: anyItem,
      // What is outside of the container that the graph has gone into is shown where it is.
      ...(path === undefined || path.startsWith(`${place.scope}/`) ? {} : { scope: undefined }),
    });
  useExecutionEntries({
    id,
    view,
    ongoing,
    node: place.node,
    commands,
    onGo,
    onRerun: setRerunning,
  });
  const replay = useReplay({ view, nodes, ongoing, at: place.at, onRest });
  const isReplaying = replay.at !== undefined;
  // What is selected is seen at once, and its panel right after.
  const node = useDeferredValue(place.node);
  const panel = node ? (
    <NodePanel
      key={node}
      id={id}
      view={view}
      nodes={nodes}
      path={node}
      place={place}
      onGo={onGo}
      onSelect={select}
      onRerun={ongoing ? undefined : (path) => setRerunning({ mode: "fromNode", path })}
    />
  ) : undefined;

  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <title>{`${look.word} · ${id.name} · ${id.project} · Skein`}</title>
      <LiveWords nodes={view.nodes} look={look} ongoing={ongoing} />
      {isNarrow && panel ? (
        panel
      ) : (
        <>
          <ExecutionHeader id={id} view={view} replay={replay} commands={commands} />
          <FailureCard
            id={id}
            view={replay.view}
            ongoing={ongoing}
            onGo={onGo}
            onRerun={(path) => setRerunning({ mode: "fromNode", path })}
          />
          <Views
            id={id}
            view={view}
            nodes={nodes}
            replay={replay}
            ongoing={ongoing && !isReplaying}
            place={place}
            panel={panel}
            onGo={onGo}
            onSelect={select}
            onRerun={setRerunning}
          />
          <Scrubber
            nodes={view.nodes}
            from={replay.from}
            to={replay.to}
            ongoing={ongoing}
            at={replay.at}
            onMove={replay.move}
          />
        </>
      )}
      {rerunning ? (
        <RerunDialog id={id} view={view} asked={rerunning} onClose={() => setRerunning(undefined)} />
      ) : undefined}
      {isLaunchingAgain ? (
        <LaunchAgainDialog id={id} view={view} onClose={() => setIsLaunchingAgain(false)} />
      ) : undefined}
      {aborting ? <AbortDialog id={id} view={view} onClose={() => setAborting(false)} /> : undefined}
    </div>
  );
}

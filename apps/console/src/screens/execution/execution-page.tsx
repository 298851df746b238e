import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useState } from "react";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { useShortcut } from "../../frame/shortcuts.ts";
import { useConnection } from "../../live/status.ts";
import { Kbd } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import { useIsNarrow } from "../../ui/media.ts";
import { Notice } from "../../ui/notice.tsx";
import { Tabs, tabPanelProps } from "../../ui/tabs.tsx";
import { AbortDialog } from "./abort-dialog.tsx";
import { ExecutionHeader } from "./execution-header.tsx";
import { findRootCause } from "./failure.ts";
import { FailureCard } from "./failure-card.tsx";
import { LiveWords } from "./live-words.tsx";
import { NodePanel } from "./node/node-panel.tsx";
import { type Place, type ViewId, views } from "./place.ts";
import type { ExecutionId } from "./queries.ts";
import { useSharedState } from "./use-shared-state.ts";
import { ViewContent } from "./view-content.tsx";

const viewLooks = {
  graph: { icon: "graph", word: "Graph" },
  timeline: { icon: "timeline", word: "Timeline" },
  nodes: { icon: "tree", word: "Nodes" },
  io: { icon: "io", word: "Inputs and outputs" },
} as const satisfies Record<ViewId, { icon: IconName; word: string }>;

interface ExecutionPageProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly place: Place;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
}

export function ExecutionPage({ id, view, nodes, place, onGo }: ExecutionPageProps) {
  const [aborting, setAborting] = useState(false);
  const isNarrow = useIsNarrow();
  const { execution } = view;
  const look = executionLook(execution?.phase ?? 0);
  const ongoing = execution !== undefined && isOngoing(execution.phase);
  const shared = useSharedState();
  useShortcut("Escape", "Close the node", () => onGo({ node: undefined, line: undefined, attempt: undefined }));
  useShortcut("A", "Abort", () => ongoing && setAborting(true));
  useShortcut("l", "Logs of the node, or of what failed", () => {
    const node = place.node ?? findRootCause(view)?.path;
    if (node) onGo({ node, tab: "logs" });
  });
  const select = (path: string | undefined) =>
    onGo({ node: path, tab: path ? place.tab : "summary", attempt: undefined, line: undefined });
  const panel = place.node ? (
    <NodePanel
      key={place.node}
      id={id}
      view={view}
      nodes={nodes}
      path={place.node}
      place={place}
      onGo={onGo}
      onSelect={select}
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
          <ExecutionHeader id={id} view={view} onAbort={() => setAborting(true)} />
          <StaleNotice isOngoing={ongoing} />
          <FailureCard id={id} view={view} onGo={onGo} />
          <Tabs<ViewId>
            label="Views"
            selected={place.view}
            onSelect={(next) => onGo({ view: next })}
            className="flex-none px-1.5"
            tabs={views.map((view, at) => ({ id: view, label: <ViewLabel view={view} keyName={String(at + 1)} /> }))}
          />
          {views.map((view, at) => (
            <ViewKey key={view} keyName={String(at + 1)} view={view} onGo={onGo} />
          ))}
          <div className="flex min-h-0 flex-1">
            <div {...tabPanelProps(place.view)} className="relative min-h-75 min-w-0 flex-1 overflow-hidden">
              <ViewContent
                shown={place.view}
                view={view}
                nodes={nodes}
                ongoing={ongoing}
                place={place}
                shared={shared}
                onSelect={select}
              />
            </div>
            {panel}
          </div>
        </>
      )}
      {aborting ? <AbortDialog id={id} view={view} onClose={() => setAborting(false)} /> : undefined}
    </div>
  );
}

function ViewLabel({ view, keyName }: { readonly view: ViewId; readonly keyName: string }) {
  const { icon, word } = viewLooks[view];
  return (
    <>
      <Icon name={icon} size={14} />
      {word}
      <span aria-hidden="true" className="max-md:hidden">
        <Kbd>{keyName}</Kbd>
      </span>
    </>
  );
}

interface ViewKeyProps extends Pick<ExecutionPageProps, "onGo"> {
  readonly view: ViewId;
  readonly keyName: string;
}

/** The key that leads to a view. */
function ViewKey({ view, keyName, onGo }: ViewKeyProps) {
  useShortcut(keyName, viewLooks[view].word, () => onGo({ view }));
  return undefined;
}

/** On a page that should be moving, data that cannot move says how old it is. */
function StaleNotice({ isOngoing: ongoing }: { readonly isOngoing: boolean }) {
  const { state, since } = useConnection();
  if (!ongoing || state !== "offline") return undefined;
  return (
    <Notice tone="tone-pause" icon="warning">
      The server does not answer since <time>{new Date(since).toLocaleTimeString("en-GB")}</time>; this is the last
      known state. It goes on by itself once the server is back.
    </Notice>
  );
}

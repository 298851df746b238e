/** The views of an execution: one, or two side by side that share selection, hover and what is folded away. */
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type ReactNode, useRef, useState } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { Kbd } from "../../../ui/badge.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import type { IconName } from "../../../ui/icon-shapes.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import { Tabs, tabPanelProps } from "../../../ui/tabs.tsx";
import { useNodeMenu } from "../node-menu/use-node-menu.tsx";
import type { Place, ViewId } from "../place.ts";
import { views } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import type { Replay } from "../replay/use-replay.ts";
import type { Rerun } from "../rerun/queries.ts";
import { closeSplit, type Pane, showView, splitViews } from "./arrange.ts";
import { PaneSplit } from "./pane-split.tsx";
import { useSharedState } from "./use-shared-state.ts";
import { ViewContent } from "./view-content.tsx";

const looks = {
  graph: { icon: "graph", word: "Graph" },
  timeline: { icon: "timeline", word: "Timeline" },
  nodes: { icon: "tree", word: "Nodes" },
  logs: { icon: "logs", word: "Logs" },
  events: { icon: "events", word: "Events" },
  io: { icon: "io", word: "Inputs and outputs" },
  compute: { icon: "cpu", word: "Compute" },
} as const satisfies Record<ViewId, { icon: IconName; word: string }>;

interface ViewsProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly replay: Pick<Replay, "at" | "view" | "nodes" | "move">;
  /** And what is shown is how it is now. */
  readonly ongoing: boolean;
  readonly place: Place;
  /** Stands at their side: the selected node. */
  readonly panel: ReactNode;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
  readonly onSelect: (path: string | undefined) => void;
  readonly onRerun: (rerun: Rerun) => void;
}

export function Views({ id, view, nodes, replay, ongoing, place, panel, onGo, onSelect, onRerun }: ViewsProps) {
  const shared = useSharedState();
  const { closed, onToggle } = shared;
  const menu = useNodeMenu({ id, view, nodes, node: place.node, closed, onGo, onRerun, onToggle, graph: shared.graph });
  const isNarrow = useIsNarrow();
  // Whose view a tab or key changes: the pane that was used last.
  const [active, setActive] = useState<Pane>("second");
  const body = useRef<HTMLDivElement>(null);
  const beside = isNarrow ? undefined : place.beside;
  const inUse = beside ? active : "first";

  const show = (next: ViewId) => {
    const { change, pane } = showView({ ...place, beside }, next, inUse);
    setActive(pane);
    onGo(change);
    // Already in sight: the way there is what was asked for.
    if (Object.keys(change).length === 0) focusFirst(body.current?.querySelector(`#panel-${next}`));
  };
  const split = (how: Place["split"]) =>
    onGo(
      beside && place.split === how ? closeSplit({ ...place, beside }, inUse) : splitViews({ ...place, beside }, how),
    );
  useShortcut("\\", "Two views, or one", () => split(place.split));
  useShortcut("o", "Outline of the graph: the Nodes view", () => show("nodes"));

  const pane = (shown: ViewId, which: Pane) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: a tab panel that only notes that it is in use
    <div
      {...tabPanelProps(shown)}
      onFocus={() => setActive(which)}
      onPointerDown={() => setActive(which)}
      className="relative size-full min-h-0 min-w-0 overflow-hidden"
    >
      <ViewContent
        id={id}
        shown={shown}
        view={view}
        nodes={nodes}
        replay={replay}
        ongoing={ongoing}
        place={place}
        shared={shared}
        onSelect={onSelect}
        onGo={onGo}
      />
    </div>
  );
  return (
    <>
      <div className="flex flex-none border-b border-line">
        <Tabs<ViewId>
          label="Views"
          selected={inUse === "second" && beside ? beside : place.view}
          {...(beside ? { beside: inUse === "second" ? place.view : beside } : {})}
          onSelect={show}
          className="min-w-0 flex-1 border-b-0! px-1.5"
          tabs={views.map((each, at) => ({ id: each, label: <ViewLabel id={each} keyName={String(at + 1)} /> }))}
        />
        {views.map((each, at) => (
          <ViewKey key={each} id={each} keyName={String(at + 1)} onShow={show} />
        ))}
        {isNarrow ? undefined : (
          <fieldset className="flex flex-none items-center gap-0.5 px-4">
            <legend className="sr-only">Split</legend>
            <span aria-hidden="true" className="mr-1.5 text-meta text-muted max-lg:hidden">
              Split
            </span>
            <SplitButton how="rows" isOn={beside !== undefined && place.split === "rows"} onSplit={split} />
            <SplitButton how="columns" isOn={beside !== undefined && place.split === "columns"} onSplit={split} />
          </fieldset>
        )}
      </div>
      <div className="flex min-h-0 flex-1">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the menu is reached by keys on the nodes themselves */}
        <div ref={body} onContextMenu={menu.onContextMenu} className="min-h-75 min-w-0 flex-1">
          {menu.element}
          {beside ? (
            <PaneSplit how={place.split} first={pane(place.view, "first")} second={pane(beside, "second")} />
          ) : (
            pane(place.view, "first")
          )}
        </div>
        {panel}
      </div>
    </>
  );
}

function focusFirst(panel: Element | null | undefined): void {
  panel?.querySelector<HTMLElement>('[tabindex="0"], button, input, a')?.focus();
}

const splitWords = { rows: "Two views, stacked (\\)", columns: "Two views, side by side (\\)" } as const;

interface SplitButtonProps {
  readonly how: Place["split"];
  readonly isOn: boolean;
  readonly onSplit: (how: Place["split"]) => void;
}

function SplitButton({ how, isOn, onSplit }: SplitButtonProps) {
  return (
    <IconButton
      icon={how === "rows" ? "split" : "panel"}
      size="small"
      label={isOn ? "Back to one view (\\)" : splitWords[how]}
      aria-pressed={isOn}
      onClick={() => onSplit(how)}
      className="aria-pressed:bg-hover aria-pressed:text-fg"
    />
  );
}

interface ViewProps {
  readonly id: ViewId;
  readonly keyName: string;
}

function ViewLabel({ id, keyName }: ViewProps) {
  const { icon, word } = looks[id];
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

/** The key that leads to a view. */
function ViewKey({ id, keyName, onShow }: ViewProps & { readonly onShow: (id: ViewId) => void }) {
  useShortcut(keyName, looks[id].word, () => onShow(id));
  return undefined;
}

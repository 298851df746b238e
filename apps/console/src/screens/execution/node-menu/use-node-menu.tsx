import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { lazy, type MouseEvent, type ReactNode, type RefObject, Suspense, useCallback, useState } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { isStack } from "../../../graph/stacks.ts";
import type { GraphHandle } from "../../../graph/workflow-graph.tsx";
import type { Point } from "../../../ui/menu.tsx";
import { BreakpointDialog } from "../control/breakpoint-dialog.tsx";
import type { Place } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import type { Rerun } from "../rerun/queries.ts";
import { nodeCommands } from "./node-commands.ts";

const Menu = lazy(async () => ({ default: (await import("../../../ui/menu.tsx")).Menu }));

interface NodeMenu {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  /** The selected one. */
  readonly node: string | undefined;
  readonly closed: ReadonlySet<string>;
  readonly onGo: (change: Partial<Place>) => void;
  readonly onRerun: (rerun: Rerun) => void;
  readonly onToggle: (path: string) => void;
  /** The graph has containers open and closed of its own. */
  readonly graph: RefObject<GraphHandle | null>;
}

interface Opened {
  readonly path: string;
  readonly isInGraph: boolean;
  readonly at: Point;
}

/**
 * The menu of whatever node is under the pointer, in focus or selected: by the secondary button, the Menu key or "."; on
 * anything that says by `data-path` which node it is.
 */
export function useNodeMenu({ id, view, nodes, node, closed, onGo, onRerun, onToggle, graph }: NodeMenu) {
  const [opened, setOpened] = useState<Opened>();
  const [holding, setHolding] = useState<string>();
  const close = useCallback(() => setOpened(undefined), []);
  useShortcut(".", "Menu of the node in focus", () => {
    const focused = pathOf(document.activeElement);
    const path = focused ?? node;
    const shown = path === undefined ? undefined : document.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (path !== undefined) setOpened({ path, isInGraph: isInGraph(shown), at: cornerOf(shown) });
  });
  const onContextMenu = (event: MouseEvent) => {
    const path = pathOf(event.target);
    if (path === undefined) return;
    event.preventDefault();
    setOpened({ path, isInGraph: isInGraph(event.target), at: { x: event.clientX, y: event.clientY } });
  };
  const nameOf = (path: string) => view.graph?.nodes.find((each) => each.path === path)?.name ?? path;
  const folding = opened?.isInGraph ? graph.current : null;
  const element: ReactNode = (
    <>
      {opened ? (
        <Suspense>
          <Menu
            label={`Node ${nameOf(opened.path)}`}
            at={opened.at}
            onClose={close}
            groups={nodeCommands(
              {
                id,
                view,
                path: opened.path,
                summary: nodes.get(opened.path),
                isClosed: folding ? folding.isClosed(opened.path) : closed.has(opened.path),
              },
              { onGo, onRerun, onToggle: folding ? folding.toggle : onToggle, onBreakpoint: setHolding },
            )}
          />
        </Suspense>
      ) : undefined}
      {holding ? (
        <BreakpointDialog
          id={id}
          path={holding}
          name={nameOf(holding)}
          breakpoints={view.breakpoints}
          onClose={() => setHolding(undefined)}
        />
      ) : undefined}
    </>
  );
  return { onContextMenu, element };
}

const isInGraph = (target: unknown) => target instanceof Element && target.closest(".react-flow") !== null;

function pathOf(target: EventTarget | null): string | undefined {
  const found = target instanceof Element ? target.closest("[data-path]") : null;
  const path = found instanceof HTMLElement ? found.dataset.path : undefined;
  // A stack is no node: what there is to do with it is to open it.
  return path === undefined || isStack(path) ? undefined : path;
}

/** Just inside the lower left of what is shown; the middle of the window where nothing is. */
function cornerOf(shown: Element | null | undefined): Point {
  const box = shown?.getBoundingClientRect();
  return box ? { x: box.left + 12, y: box.bottom - 4 } : { x: innerWidth / 2, y: innerHeight / 3 };
}

import { useMemo } from "react";
import { LazyGraph } from "../../../lazy-graph.tsx";
import { EmptyFace, SkeletonRows } from "../../../ui/faces.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Select } from "../../../ui/input.tsx";
import type { Problem } from "../check/protocol.ts";
import { nodeOfPath, type Outline } from "../outline/outline.ts";
import { FaceCard } from "./face-card.tsx";
import type { LastGraphs } from "./last-graphs.ts";
import { problemNodes } from "./problem-nodes.ts";

interface GraphSideProps {
  readonly outline: Outline;
  readonly graphs: LastGraphs;
  readonly problems: readonly Problem[];
  readonly isChecked: boolean;
  /** The workflow that is drawn. */
  readonly shown: string;
  readonly selected: string | undefined;
  readonly onShow: (workflow: string) => void;
  /** A node was pressed; undefined when the ground was. */
  readonly onSelect: (path: string | undefined) => void;
}

/** The drawn workflow; while the text has mistakes, as it was before them. */
export function GraphSide({ outline, graphs, problems, isChecked, shown, selected, onShow, onSelect }: GraphSideProps) {
  const last = graphs.get(shown);
  const workflow = outline.workflows.find(({ name }) => name === shown);
  const node = selected === undefined ? undefined : nodeOfPath(outline, shown, selected)?.node;
  const marks = useMemo(() => problemNodes(problems, outline, shown), [problems, outline, shown]);
  const behind = last && workflow ? missingNodes(last.graph.nodes, workflow.nodes) : 0;
  return (
    <div className="flex min-h-0 flex-col bg-bg">
      <section aria-label="Graph" className="relative min-h-70 flex-1">
        {last ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: the nodes inside are the buttons; pressing one again must go to the text again
          // biome-ignore lint/a11y/useKeyWithClickEvents: as above, a key on them is a click
          <div
            // Grey rather than faint: its words stay readable.
            className={`absolute inset-0 ${last.isCurrent ? "" : "grayscale"}`}
            onClick={({ target }) => {
              const path = target instanceof Element ? target.closest<HTMLElement>("[data-path]")?.dataset.path : "";
              if (path) onSelect(path);
            }}
          >
            <LazyGraph
              graph={last.graph}
              marks={marks}
              selected={selected}
              onSelect={(path) => path === undefined && onSelect(undefined)}
            />
          </div>
        ) : isChecked ? (
          <EmptyFace icon="graph" title={workflow ? "No graph yet" : "No workflow yet"}>
            {workflow
              ? "It is drawn as soon as the text has no errors."
              : "Write workflows: with nodes, and they are drawn here."}
          </EmptyFace>
        ) : (
          <SkeletonRows rows={4} label="Checking the text" />
        )}
        <div className="absolute top-3 left-4 z-5 flex max-w-[70%] flex-col items-start gap-1.5">
          {outline.workflows.length > 1 ? (
            <Select
              dense
              aria-label="Workflow that is drawn"
              value={shown}
              onChange={({ target }) => onShow(target.value)}
            >
              {outline.workflows.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          ) : undefined}
          {last && !last.isCurrent ? (
            <p
              role="status"
              className="flex min-h-7 items-center gap-1.5 rounded-control border border-line-2 bg-surface px-2.25 text-meta text-muted"
            >
              <Icon name="error" size={14} className="text-fail" />
              Last good graph{behind > 0 ? `, ${behind} ${behind === 1 ? "node" : "nodes"} behind` : ""}
            </p>
          ) : undefined}
        </div>
      </section>
      <FaceCard workflow={workflow} node={node} />
    </div>
  );
}

/** How many nodes of the text the graph does not have. */
function missingNodes(drawn: readonly { readonly path: string }[], written: readonly { readonly path: string }[]) {
  const paths = new Set(drawn.map(({ path }) => path));
  return written.filter(({ path }) => !paths.has(path)).length;
}

import type { CheckedEntity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useState } from "react";
import { entityKind } from "../../flyte/identifier.tsx";
import { inlineCode } from "../../flyte/inline-code.tsx";
import { InterfaceTable } from "../../flyte/interface-table.tsx";
import { LazyGraph } from "../../lazy-graph.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";

type View = "graph" | "interface" | "differences";

interface EntityPanelProps {
  readonly entity: CheckedEntity;
  readonly node: string | undefined;
  readonly onNode: (path: string | undefined) => void;
}

/** The chosen entity as it would be registered: its graph, its interface, and what differs. */
export function EntityPanel({ entity, node, onNode }: EntityPanelProps) {
  const { id, graph, differences, file, range } = entity;
  const [asked, setAsked] = useState<View>("graph");
  const kind = entityKind(id?.resourceType);
  const views: View[] = [
    ...(graph ? (["graph"] as const) : []),
    "interface",
    ...(differences.length > 0 ? (["differences"] as const) : []),
  ];
  const view = views.includes(asked) ? asked : (views[0] ?? "interface");
  const words = { graph: "Graph", interface: "Interface", differences: "Differences" } as const;
  return (
    <aside
      aria-label={`${kind.word} ${id?.name}`}
      className="flex min-h-0 flex-col border-l border-line max-lg:border-t max-lg:border-l-0"
    >
      <header className="flex min-h-11.5 flex-none flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-4 py-1.5">
        <Icon name={kind.icon} />
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={id?.name}>
          {id?.name}
        </h2>
        {views.length > 1 ? (
          <Segmented
            label="Show"
            selected={view}
            onSelect={setAsked}
            options={views.map((each) => ({ id: each, label: words[each] }))}
          />
        ) : undefined}
      </header>
      {view === "graph" && graph ? (
        <div className="relative min-h-100 flex-1">
          <LazyGraph graph={graph} selected={node} onSelect={onNode} />
        </div>
      ) : (
        <div className="min-h-0 flex-1 overflow-auto p-4">
          {view === "interface" ? <InterfaceTable interface={entity.interface} /> : undefined}
          {view === "differences" ? (
            <ul className="flex flex-col gap-1">
              {differences.map((difference) => (
                <li key={difference} className="flex gap-2">
                  <Icon name="pen" size={12} className="mt-1" />
                  <span className="min-w-0 wrap-anywhere">{inlineCode(difference)}</span>
                </li>
              ))}
            </ul>
          ) : undefined}
        </div>
      )}
      {file ? (
        <footer
          className="flex-none truncate border-t border-line px-4 py-1.5 font-mono text-axis text-muted"
          title={file}
        >
          {file}
          {range?.start ? `:${range.start.line}` : ""}
        </footer>
      ) : undefined}
    </aside>
  );
}

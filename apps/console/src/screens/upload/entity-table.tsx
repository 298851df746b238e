import { CheckedEntity_Change as Change, type CheckedEntity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Table } from "../../ui/table.tsx";
import { changeLooks, EntityRow } from "./entity-row.tsx";
import { entityKey } from "./outcome.ts";

const ROW = 32;
const filters = [Change.NEW, Change.CHANGED, Change.SAME, Change.CONFLICT] as const;

interface EntityTableProps {
  readonly entities: readonly CheckedEntity[];
  readonly selected: CheckedEntity | undefined;
  readonly onSelect: (entity: CheckedEntity) => void;
  /** Everything is registered: workflows can be launched. */
  readonly launchable: boolean;
}

/** What the files define, and how it differs from what is registered. */
export function EntityTable({ entities, selected, onSelect, launchable }: EntityTableProps) {
  const [filter, setFilter] = useState<string>("all");
  const shown = entities.filter(({ change }) => filter === "all" || filter === String(change));
  const counted = filters
    .map((change) => ({ change, count: entities.filter((each) => each.change === change).length }))
    .filter(({ count }) => count > 0);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 1200, height: 600 },
  });
  const rows = virtual.getVirtualItems();
  const above = rows[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0);
  useReveal(shown, selected, (index) => virtual.scrollToIndex(index));

  return (
    <Card
      title="Entities"
      aside={
        counted.length > 1 ? (
          <Segmented
            label="Show entities that are"
            selected={filter}
            onSelect={setFilter}
            options={[
              { id: "all", label: `All ${entities.length}` },
              ...counted.map(({ change, count }) => ({
                id: String(change),
                label: (
                  <>
                    <Icon name={changeLooks[change].icon} size={12} />
                    {changeLooks[change].word} {count}
                  </>
                ),
              })),
            ]}
          />
        ) : undefined
      }
    >
      <div ref={scroller} className="relative max-h-[60vh] overflow-y-auto">
        <div style={{ paddingTop: above, paddingBottom: below }}>
          {/* columns of a set width: they must not move with the rows that happen to be drawn */}
          <Table
            aria-label="Entities"
            aria-rowcount={shown.length + 1}
            className="table-fixed [&_tr:last-child_td]:border-0"
          >
            <colgroup>
              <col className="w-3/10 max-sm:w-auto" />
              <col className="w-26 max-sm:hidden" />
              <col className="w-24 max-md:hidden" />
              <col className="w-27" />
              <col className="max-sm:hidden" />
              <col className={launchable ? "w-32" : "w-24"} />
            </colgroup>
            <thead className="sr-only">
              <tr aria-rowindex={1}>
                <th scope="col">Name</th>
                <th scope="col">Kind</th>
                <th scope="col">Version</th>
                <th scope="col">Change</th>
                <th scope="col">Differences</th>
                <th scope="col">Findings</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ index }) => {
                const entity = shown[index];
                return entity ? (
                  <EntityRow
                    key={entityKey(entity)}
                    rowIndex={index + 2}
                    entity={entity}
                    selected={entity === selected}
                    onSelect={() => onSelect(entity)}
                    launchable={launchable}
                  />
                ) : undefined;
              })}
            </tbody>
          </Table>
        </div>
      </div>
    </Card>
  );
}

/** Brings another choice into view, as a finding may make it; the first one leaves the list at its beginning. */
function useReveal(
  shown: readonly CheckedEntity[],
  selected: CheckedEntity | undefined,
  reveal: (index: number) => void,
): void {
  const key = selected && entityKey(selected);
  const seen = useRef(key);
  useEffect(() => {
    if (key === seen.current) return;
    seen.current = key;
    const index = shown.findIndex((entity) => entityKey(entity) === key);
    if (index >= 0) reveal(index);
  }, [key, shown, reveal]);
}

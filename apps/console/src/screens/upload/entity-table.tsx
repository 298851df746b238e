import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckedEntity_Change as Change, type CheckedEntity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useState } from "react";
import { inlineCode } from "../../flyte/diagnostic-list.tsx";
import { entityKind, Version } from "../../flyte/identifier.tsx";
import { launchPath } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Table, Td, Tr } from "../../ui/table.tsx";
import { entityKey } from "./outcome.ts";

interface ChangeLook {
  readonly word: string;
  readonly icon: IconName;
  /** A difference is ink, not hue; only a conflict stands in the way. */
  readonly tone: string;
}

const changeLooks = {
  [Change.CHANGE_UNSPECIFIED]: { word: "Not compared", icon: "more", tone: "tone-wait" },
  [Change.NEW]: { word: "New", icon: "plus", tone: "tone-ink" },
  [Change.CHANGED]: { word: "Changed", icon: "pen", tone: "tone-ink" },
  [Change.SAME]: { word: "Same", icon: "minus", tone: "tone-wait" },
  [Change.CONFLICT]: { word: "Conflict", icon: "cross", tone: "tone-fail" },
} as const satisfies Record<Change, ChangeLook>;

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
      <Table aria-label="Entities" className="[&_tr:last-child_td]:border-0">
        <thead className="sr-only">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">Version</th>
            <th scope="col">Change</th>
            <th scope="col">Differences</th>
            <th scope="col">Findings</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((entity) => (
            <Row
              key={entityKey(entity)}
              entity={entity}
              selected={entity === selected}
              onSelect={() => onSelect(entity)}
              launchable={launchable}
            />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

interface RowProps {
  readonly entity: CheckedEntity;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly launchable: boolean;
}

function Row({ entity, selected, onSelect, launchable }: RowProps) {
  const { id, change, differences, errors, warnings } = entity;
  if (!id) return undefined;
  const kind = entityKind(id.resourceType);
  const look = changeLooks[change] ?? changeLooks[Change.CHANGE_UNSPECIFIED];
  const isSame = change === Change.SAME;
  return (
    <Tr selected={selected} onClick={onSelect}>
      <Td className="w-2/5 max-w-0 first:pl-3 max-sm:w-full">
        <button
          type="button"
          aria-pressed={selected}
          onClick={onSelect}
          className="flex w-full min-w-0 items-center gap-2.5 text-left"
        >
          <Icon name={kind.icon} size={14} className="text-faint" />
          <span className={`truncate ${isSame ? "text-muted" : "font-strong"}`} title={id.name}>
            {id.name}
          </span>
        </button>
      </Td>
      <Td className="text-muted max-sm:hidden">{kind.word}</Td>
      <Td className="max-md:hidden">
        <Version version={id.version} />
      </Td>
      <Td>
        <span className={`inline-flex items-center gap-1.25 align-middle text-meta font-medium text-tone ${look.tone}`}>
          <Icon name={look.icon} size={12} />
          {look.word}
        </span>
      </Td>
      <Td className="w-2/5 max-w-0 text-muted max-sm:hidden">
        <span className="block truncate" title={differences.join("\n")}>
          {inlineCode(differences.join(", "))}
        </span>
      </Td>
      <Td numeric className="last:pr-3">
        <span className="inline-flex items-center gap-2 align-middle">
          {errors > 0 ? <Finding icon="error" tone="tone-fail" count={errors} word="error" /> : undefined}
          {warnings > 0 ? <Finding icon="warning" tone="tone-pause" count={warnings} word="warning" /> : undefined}
          {launchable && id.resourceType === ResourceType.WORKFLOW ? (
            <LinkButton
              size="small"
              icon="play"
              to={launchPath(id, { kind: "workflow", name: id.name, version: id.version })}
              aria-label={`Launch ${id.name}`}
              // The row selects on click, and would turn the page back to where it was.
              onClick={(event) => event.stopPropagation()}
            >
              Launch
            </LinkButton>
          ) : undefined}
        </span>
      </Td>
    </Tr>
  );
}

interface FindingProps {
  readonly icon: IconName;
  readonly tone: string;
  readonly count: number;
  readonly word: string;
}

function Finding({ icon, tone, count, word }: FindingProps) {
  return (
    <span className={`inline-flex items-center gap-1 font-medium text-tone ${tone}`}>
      <Icon name={icon} size={14} label={count === 1 ? word : `${word}s`} />
      {count}
    </span>
  );
}

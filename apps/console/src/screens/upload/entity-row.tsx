import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckedEntity_Change as Change, type CheckedEntity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { entityKind, Version } from "../../flyte/identifier.tsx";
import { inlineCode } from "../../flyte/inline-code.tsx";
import { launchPath } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import { Td } from "../../ui/table.tsx";
import { FindingCount } from "./finding-count.tsx";

interface ChangeLook {
  readonly word: string;
  readonly icon: IconName;
  /** A difference is ink, not hue; only a conflict stands in the way. */
  readonly tone: string;
}

export const changeLooks = {
  [Change.CHANGE_UNSPECIFIED]: { word: "Not compared", icon: "more", tone: "tone-wait" },
  [Change.NEW]: { word: "New", icon: "plus", tone: "tone-ink" },
  [Change.CHANGED]: { word: "Changed", icon: "pen", tone: "tone-ink" },
  [Change.SAME]: { word: "Same", icon: "minus", tone: "tone-wait" },
  [Change.CONFLICT]: { word: "Conflict", icon: "cross", tone: "tone-fail" },
} as const satisfies Record<Change, ChangeLook>;

interface EntityRowProps {
  /** Its place among all rows, the head being the first: only a part of them is drawn. */
  readonly rowIndex: number;
  readonly entity: CheckedEntity;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly launchable: boolean;
}

/** One entity; pressing the row repeats what its button does. */
export function EntityRow({ rowIndex, entity, selected, onSelect, launchable }: EntityRowProps) {
  const { id, change, differences, errors, warnings } = entity;
  if (!id) return undefined;
  const kind = entityKind(id.resourceType);
  const look = changeLooks[change] ?? changeLooks[Change.CHANGE_UNSPECIFIED];
  const isSame = change === Change.SAME;
  return (
    <tr aria-rowindex={rowIndex} onClick={onSelect} className={selected ? "bg-accent-tint" : "hover:bg-hover"}>
      <Td className="first:pl-3">
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
      <Td className="overflow-hidden max-md:hidden">
        <Version version={id.version} />
      </Td>
      <Td>
        <span className={`inline-flex items-center gap-1.25 align-middle text-meta font-medium text-tone ${look.tone}`}>
          <Icon name={look.icon} size={12} />
          {look.word}
        </span>
      </Td>
      <Td className="text-muted max-sm:hidden">
        <span className="block truncate" title={differences.join("\n")}>
          {inlineCode(differences.join(", "))}
        </span>
      </Td>
      <Td numeric className="last:pr-3">
        <span className="inline-flex items-center gap-2 align-middle">
          <FindingCount kind="error" count={errors} />
          <FindingCount kind="warning" count={warnings} />
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
    </tr>
  );
}

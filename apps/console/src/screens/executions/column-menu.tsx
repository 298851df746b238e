import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Popup } from "../../ui/popup.tsx";
import type { ColumnLayout } from "./column-layout.ts";
import { type ColumnId, columns, isFixed } from "./columns.tsx";

interface ColumnMenuProps {
  readonly layout: ColumnLayout;
  readonly onChange: (layout: ColumnLayout) => void;
  /** All as it was at first. */
  readonly onReset: () => void;
}

/** Which columns are shown, in which order, and which stay at the left while the table scrolls sideways. */
export function ColumnMenu({ layout, onChange, onReset }: ColumnMenuProps) {
  const { ids: shown, pinned } = layout;
  const onChoose = (ids: readonly ColumnId[]) => onChange({ ...layout, ids });
  const onPin = (id: ColumnId) => {
    const next = new Set(pinned);
    if (!next.delete(id)) next.add(id);
    onChange({ ...layout, pinned: next });
  };
  const hidden = [...columns.keys()].filter((id) => !shown.includes(id));
  const move = (id: ColumnId, by: 1 | -1) => {
    const at = shown.indexOf(id);
    const next = shown.toSpliced(at, 1);
    onChoose(next.toSpliced(at + by, 0, id));
  };
  return (
    <Popup
      label="Columns"
      button={<Icon name="gear" />}
      buttonClassName="grid size-8 place-items-center rounded-control border border-line-2 bg-surface hover:bg-hover"
      className="right-0 mt-1 w-68"
    >
      {() => (
        <>
          <ul aria-label="Columns">
            {[...shown, ...hidden].map((id) => {
              const isShown = shown.includes(id);
              const title = columns.get(id)?.title ?? id;
              return (
                <li key={id} className="flex h-7 items-center gap-1 rounded-chip pr-0.5 pl-2 hover:bg-hover">
                  <label className="flex min-w-0 flex-1 items-center gap-2">
                    <input
                      type="checkbox"
                      checked={isShown}
                      disabled={isFixed(id)}
                      onChange={() => onChoose(isShown ? shown.filter((each) => each !== id) : [...shown, id])}
                      className="accent-accent-solid"
                    />
                    {title}
                  </label>
                  {isShown ? (
                    <>
                      <IconButton
                        icon="pin"
                        size="small"
                        label={pinned.has(id) ? `Let ${title} scroll` : `Pin ${title} to the left`}
                        aria-pressed={pinned.has(id)}
                        onClick={() => onPin(id)}
                        className="aria-pressed:bg-accent-tint aria-pressed:text-accent"
                      />
                      <IconButton
                        icon="chevronUp"
                        size="small"
                        label={`Move ${title} to the left`}
                        disabled={shown[0] === id}
                        onClick={() => move(id, -1)}
                      />
                      <IconButton
                        icon="chevronDown"
                        size="small"
                        label={`Move ${title} to the right`}
                        disabled={shown.at(-1) === id}
                        onClick={() => move(id, 1)}
                      />
                    </>
                  ) : undefined}
                </li>
              );
            })}
          </ul>
          <button
            type="button"
            onClick={onReset}
            className="mt-1 flex h-7 w-full items-center rounded-chip border-t border-line px-2 text-muted hover:bg-hover hover:text-fg"
          >
            Reset columns, widths and pins
          </button>
        </>
      )}
    </Popup>
  );
}

import { Icon } from "../../../ui/icon.tsx";
import { Popup } from "../../../ui/popup.tsx";

interface FieldMenuProps {
  /** That lines of JSON have; none: there is nothing to choose. */
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** Which fields of lines of JSON have a column of their own. */
export function FieldMenu({ names, chosen, onChoose }: FieldMenuProps) {
  if (names.length === 0) return undefined;
  return (
    <Popup
      label="Fields as columns"
      button={
        <>
          <Icon name="panel" size={14} />
          Fields{chosen.length > 0 ? ` ${chosen.length}` : ""}
        </>
      }
      buttonClassName="inline-flex h-7 items-center gap-1.5 rounded-control border border-line-2 px-2 text-meta text-muted hover:bg-hover hover:text-fg"
      className="right-0 mt-1 max-h-80 w-56 overflow-y-auto"
    >
      {() => (
        <ul>
          {names.map((name) => (
            <li key={name}>
              <label className="flex h-7 items-center gap-2 rounded-chip px-2 hover:bg-hover">
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  onChange={({ target }) =>
                    onChoose(target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
                  }
                />
                <span className="mono truncate">{name}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </Popup>
  );
}

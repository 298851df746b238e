import { IconButton } from "../../../ui/button.tsx";
import { Select } from "../../../ui/input.tsx";
import { pressable } from "./log-toggles.tsx";

/** Lines kept around each that matches. */
const contexts = [0, 1, 3, 10] as const;

export interface LogFilter {
  readonly isOn: boolean;
  readonly context: number;
}

interface LogFilterProps {
  readonly filter: LogFilter;
  /** There is something to filter by. */
  readonly canFilter: boolean;
  readonly onFilter: (filter: LogFilter) => void;
}

/** Shows only what was searched for, with as many lines around it as wanted. */
export function LogFilterToggle({ filter, canFilter, onFilter }: LogFilterProps) {
  return (
    <span className="flex items-center gap-1">
      <IconButton
        icon="filter"
        size="small"
        label="Only lines that match"
        aria-pressed={filter.isOn}
        disabled={!canFilter && !filter.isOn}
        onClick={() => onFilter({ ...filter, isOn: !filter.isOn })}
        className={pressable}
      />
      {filter.isOn ? (
        <Select
          dense
          aria-label="Lines around each"
          value={String(filter.context)}
          onChange={({ target }) => onFilter({ ...filter, context: Number(target.value) })}
          className="w-24 text-meta"
        >
          {contexts.map((each) => (
            <option key={each} value={each}>
              ± {each} lines
            </option>
          ))}
        </Select>
      ) : undefined}
    </span>
  );
}

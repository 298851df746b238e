interface SelectBoxProps {
  readonly label: string;
  readonly isOn: boolean;
  /** Some of what it stands for. */
  readonly isPart?: boolean;
  readonly onChange: (withRange: boolean) => void;
}

/** A box with room around it to be hit; with Shift from the last one on. */
export function SelectBox({ label, isOn, isPart = false, onChange }: SelectBoxProps) {
  return (
    <label className="relative z-1 -m-1 grid size-6 cursor-pointer place-items-center">
      <input
        type="checkbox"
        aria-label={label}
        checked={isOn}
        ref={(box) => {
          if (box) box.indeterminate = isPart && !isOn;
        }}
        // A click tells whether Shift is down; a change does not.
        onClick={({ shiftKey }) => onChange(shiftKey)}
        onChange={() => {}}
        className="size-3.5 accent-accent-solid"
      />
    </label>
  );
}

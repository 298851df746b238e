import { Icon } from "../../ui/icon.tsx";
import { Popup } from "../../ui/popup.tsx";

const ranges = [
  [">-1h", "Last hour"],
  [">-12h", "Last 12 h"],
  [">-24h", "Last 24 h"],
  [">-7d", "Last 7 days"],
  [">-30d", "Last 30 days"],
] as const;

interface RangeMenuProps {
  /** The value of `started:` in the filter; undefined: any time. */
  readonly value: string | undefined;
  readonly onRange: (value: string | undefined) => void;
}

/** When they were launched: what the brush chooses freely, in a few steps. */
export function RangeMenu({ value, onRange }: RangeMenuProps) {
  const known = ranges.find(([each]) => each === value)?.[1];
  const word = known ?? (value === undefined ? "Any time" : "Chosen range");
  const items = [...ranges, [undefined, "Any time"] as const];
  return (
    <Popup
      label={`When launched: ${word}`}
      button={
        <>
          <Icon name="clock" className="opacity-80" />
          {word}
          <Icon name="chevronDown" size={14} className="text-muted" />
        </>
      }
      buttonClassName="inline-flex h-8 items-center gap-1.5 rounded-control border border-line-2 bg-surface px-2.5 font-medium whitespace-nowrap hover:bg-hover"
      className="right-0 mt-1"
    >
      {(close) =>
        items.map(([each, text]) => (
          <button
            key={text}
            type="button"
            aria-pressed={each === value}
            onClick={() => {
              onRange(each);
              close();
            }}
            className="flex h-7 w-full items-center gap-2 rounded-chip px-2 whitespace-nowrap hover:bg-hover aria-pressed:font-strong"
          >
            <Icon name="check" size={14} className={each === value ? "" : "invisible"} />
            {text}
          </button>
        ))
      }
    </Popup>
  );
}

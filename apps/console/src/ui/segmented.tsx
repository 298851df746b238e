import type { ReactNode } from "react";

interface SegmentedProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: ReactNode }[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  readonly className?: string;
}

/** One of a few, side by side. */
export function Segmented<Id extends string>(props: SegmentedProps<Id>) {
  const { label, options, selected, onSelect, className = "" } = props;
  return (
    <fieldset
      className={`inline-flex max-w-full flex-none gap-0.5 overflow-x-auto rounded-control bg-hover p-0.5 ${className}`}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          aria-pressed={option.id === selected}
          onClick={() => onSelect(option.id)}
          className="inline-flex h-6 items-center gap-1.5 rounded-chip px-2 text-meta font-medium whitespace-nowrap text-muted hover:text-fg aria-pressed:bg-surface aria-pressed:text-fg aria-pressed:ring-1 aria-pressed:ring-line-2"
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

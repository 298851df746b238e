import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly count?: number | undefined;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  /** A second one whose panel is shown too. */
  readonly beside?: Id;
  readonly onSelect: (id: Id) => void;
  readonly className?: string;
}

/** Tabs with a roving tab stop: arrows, Home and End move, the panel is the caller's (`tabPanelProps`). */
export function Tabs<Id extends string>({ label, tabs, selected, beside, onSelect, className = "" }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen the chosen one may lie beyond the edge.
  useEffect(() => {
    list.current?.querySelector(`[data-tab="${selected}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selected]);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      aria-multiselectable={beside !== undefined}
      onKeyDown={move}
      className={`flex h-9 items-stretch gap-0.5 overflow-x-auto border-b border-line ${className}`}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`tab-${tab.id}`}
          data-tab={tab.id}
          aria-selected={tab.id === selected || tab.id === beside}
          data-beside={tab.id === beside}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          className="relative flex items-center gap-1.5 px-2.5 font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-fg aria-selected:text-fg aria-selected:after:absolute aria-selected:after:inset-x-2.5 aria-selected:after:bottom-0 aria-selected:after:h-0.5 aria-selected:after:rounded-bar aria-selected:after:bg-accent data-[beside=true]:after:bg-accent/50"
        >
          {tab.label}
          {tab.count === undefined ? undefined : <Count value={tab.count} />}
        </button>
      ))}
    </div>
  );
}

/** Attributes for the element that holds the selected tab's content. */
export function tabPanelProps(id: string) {
  return { role: "tabpanel", "aria-labelledby": `tab-${id}`, id: `panel-${id}` } as const;
}

/** A small grey number beside a name. */
export function Count({ value }: { readonly value: number | bigint }) {
  return (
    <span className="min-w-4.5 rounded-card bg-hover px-1.5 text-center text-axis font-medium text-muted">
      {value.toLocaleString("en")}
    </span>
  );
}

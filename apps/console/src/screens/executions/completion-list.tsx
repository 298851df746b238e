import { phaseWords } from "@skein/spec/execution-filter/words";
import { executionLook } from "../../flyte/phase-look.ts";
import { Icon } from "../../ui/icon.tsx";
import type { Completion } from "./completions.ts";

interface CompletionListProps {
  readonly id: string;
  readonly options: readonly Completion[];
  readonly marked: number | undefined;
  /** They are statuses: each with its glyph and how many there are. */
  readonly status: boolean;
  readonly countOf: (word: string) => bigint | undefined;
  readonly onMark: (at: number) => void;
  readonly onTake: (option: Completion) => void;
}

/** What the field can be completed with; the focus stays in the field. */
export function CompletionList({ id, options, marked, status, countOf, onMark, onTake }: CompletionListProps) {
  return (
    <div className="absolute top-full left-0 z-30 mt-1 w-110 max-w-full animate-fade rounded-card border border-line-2 bg-overlay p-1 shadow-overlay">
      <div id={id} role="listbox" aria-label="Completions" className="max-h-80 overflow-y-auto">
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the marked one
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field
          <div
            key={option.text}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === marked}
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => onMark(at)}
            onClick={() => onTake(option)}
            className="flex h-7 items-center gap-2 rounded-chip px-2 aria-selected:bg-hover"
          >
            {status ? <StatusGlyph word={option.text} /> : undefined}
            <span className={status ? "font-medium" : "mono"}>{option.text}</span>
            <span className="ml-auto truncate text-meta text-muted">
              {status ? countOf(option.text)?.toLocaleString("en") : option.detail}
            </span>
          </div>
        ))}
      </div>
      <p className="border-t border-line px-2 pt-1.5 pb-1 text-meta text-muted">
        Commas mean or. <span className="mono">-status:failed</span> excludes.
      </p>
    </div>
  );
}

function StatusGlyph({ word }: { readonly word: string }) {
  const entry = Object.entries(phaseWords).find(([each]) => each === word);
  if (!entry) return undefined;
  const look = executionLook(entry[1]);
  return <Icon name={look.icon} size={14} className={`text-tone ${look.tone}`} />;
}

import { useState } from "react";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { type DiffLine, foldedDiff } from "./line-diff.ts";

interface DiffViewProps {
  readonly label: string;
  readonly lines: readonly DiffLine[];
}

/** Two texts as one: signs, weight and hatch, so that it needs no colour. */
export function DiffView({ label, lines }: DiffViewProps) {
  // Folds that were opened, by the line they begin with.
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  return (
    <ScrollBox role="group" aria-label={label} className="overflow-x-auto py-1">
      <div className="min-w-max font-mono text-code">
        {foldedDiff(lines).map((part) => {
          if (part.kind !== "left out") return <Line key={keyOf(part)} line={part} />;
          const [first] = part.lines;
          if (!first) return undefined;
          if (opened.has(keyOf(first))) return part.lines.map((line) => <Line key={keyOf(line)} line={line} />);
          return (
            <button
              key={keyOf(first)}
              type="button"
              onClick={() => setOpened(new Set([...opened, keyOf(first)]))}
              className="my-0.5 flex h-6 w-full items-center border-y border-line bg-raised px-4 text-left font-sans text-meta text-muted -outline-offset-2 hover:text-fg"
            >
              Show {part.lines.length.toLocaleString("en")} lines that are the same
            </button>
          );
        })}
      </div>
    </ScrollBox>
  );
}

const keyOf = ({ left, right }: DiffLine): string => `${left ?? ""}:${right ?? ""}`;

const styles = {
  same: { sign: " ", row: "text-muted", hatch: "" },
  removed: { sign: "−", row: "text-fg", hatch: "fill-hatch" },
  added: { sign: "+", row: "bg-hover font-semibold", hatch: "fill-vertical" },
} as const satisfies Record<DiffLine["kind"], { sign: string; row: string; hatch: string }>;

function Line({ line: { kind, text, left, right } }: { readonly line: DiffLine }) {
  const { sign, row, hatch } = styles[kind];
  const Text = kind === "removed" ? "del" : kind === "added" ? "ins" : "span";
  return (
    <div className={`relative grid grid-cols-[36px_36px_20px_1fr] pr-4 pl-2 ${row}`}>
      {hatch ? <i aria-hidden="true" className={`tone-ink absolute inset-y-0 left-0 w-1.5 opacity-50 ${hatch}`} /> : ""}
      <LineNumber value={left} />
      <LineNumber value={right} />
      <span aria-hidden="true" className="text-center">
        {sign}
      </span>
      <Text className="whitespace-pre no-underline">{text}</Text>
    </div>
  );
}

function LineNumber({ value }: { readonly value: number | undefined }) {
  return (
    <span aria-hidden="true" className="pr-2 text-right font-normal text-faint select-none">
      {value}
    </span>
  );
}

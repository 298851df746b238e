import { useRef } from "react";
import { useKeyHint, useShortcut } from "../frame/shortcuts.ts";
import { Input } from "../ui/input.tsx";

interface GraphFindProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Undefined while nothing is looked for. */
  readonly count: number | undefined;
  readonly onNext: () => void;
  /** The node in focus, or the one that is selected. */
  readonly pinned: () => string | undefined;
}

/** Lights what a few words find; Enter goes from one to the next, Esc gives the graph back. */
export function GraphFind({ text, onText, count, onNext, pinned }: GraphFindProps) {
  const root = useRef<HTMLDivElement>(null);
  useShortcut("q", "Find nodes in the graph", () => root.current?.querySelector("input")?.focus());
  const pin = (write: (path: string) => string) => {
    const path = pinned();
    if (path === undefined) return;
    const next = write(path);
    onText(next === text ? "" : next);
  };
  useShortcut("a", "Light all before the node", () => pin((path) => `+${path}`));
  useShortcut("d", "Light all after the node", () => pin((path) => `${path}+`));
  useKeyHint("Enter", "In the graph's field: the next node that was found");
  return (
    <div ref={root} className="absolute top-3 left-4 z-5 flex items-center gap-2 max-sm:hidden">
      <Input
        dense
        type="search"
        icon="search"
        aria-label="Find nodes in the graph"
        placeholder="Find: name, +name+2, status:failed"
        value={text}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={(event) => {
          event.stopPropagation(); // arrows move in the text, not in the graph
          if (event.key === "Enter") onNext();
          if (event.key === "Escape") {
            onText("");
            event.currentTarget.blur();
          }
        }}
        className="w-80 bg-surface"
      />
      <span role="status" className="text-meta text-muted">
        {count === undefined ? "" : count === 1 ? "1 node" : `${count.toLocaleString("en")} nodes`}
      </span>
    </div>
  );
}

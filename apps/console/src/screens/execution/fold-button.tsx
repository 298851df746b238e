import { Icon } from "../../ui/icon.tsx";
import type { TreeRow } from "./node-tree.ts";

interface FoldButtonProps {
  readonly row: TreeRow;
  readonly onToggle: (path: string) => void;
}

/** Opens and closes a row of a tree; nothing in one without children. By keys it is the tree that does so. */
export function FoldButton({ row: { node, children, isOpen }, onToggle }: FoldButtonProps) {
  if (children === 0) return undefined;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${isOpen ? "Close" : "Open"} ${node.name}`}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(node.path);
      }}
      className="-mx-1 grid size-6 flex-none place-items-center rounded-chip text-muted hover:bg-line"
    >
      <Icon name={isOpen ? "chevronDown" : "chevronRight"} size={12} />
    </button>
  );
}

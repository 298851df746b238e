import type { FolderPreview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type ReactNode, useMemo, useState } from "react";
import { Icon } from "../../ui/icon.tsx";
import { formatBytes } from "../size.ts";
import { type TreeNode, treeOf } from "./folder-tree.ts";
import type { StoredFile } from "./stored-file.ts";

/** Members of a folder that are drawn at first. */
const FIRST_MEMBERS = 50;

interface FolderViewerProps {
  readonly folder: FolderPreview;
  readonly uri: string;
  /** What stands below a file that is opened. */
  readonly preview: (file: StoredFile) => ReactNode;
}

/** The files of a folder, as a tree; each opens in its place. */
export function FolderViewer({ folder, uri, preview }: FolderViewerProps) {
  const tree = useMemo(() => treeOf(folder.entries), [folder]);
  return (
    <>
      <div className="max-h-160 overflow-auto px-1.5 py-1">
        <Level nodes={tree} uri={uri} preview={preview} />
      </div>
      <p className="min-h-7 border-t border-line px-2.5 py-1.5 text-axis text-muted">
        {folder.truncated ? "the first " : ""}
        {folder.entries.length.toLocaleString("en")} {folder.entries.length === 1 ? "file" : "files"}
      </p>
    </>
  );
}

interface LevelProps {
  readonly nodes: readonly TreeNode[];
  readonly uri: string;
  readonly preview: (file: StoredFile) => ReactNode;
}

function Level({ nodes, uri, preview }: LevelProps) {
  const [shown, setShown] = useState(FIRST_MEMBERS);
  return (
    <ul className="min-w-0">
      {nodes.slice(0, shown).map((node) => (
        <Member key={node.path} node={node} uri={uri} preview={preview} />
      ))}
      {nodes.length > shown ? (
        <li>
          <button
            type="button"
            onClick={() => setShown(shown * 4)}
            className="min-h-6 pl-6 text-meta text-accent hover:underline"
          >
            {(nodes.length - shown).toLocaleString("en")} more
          </button>
        </li>
      ) : undefined}
    </ul>
  );
}

function Member({ node, uri, preview }: { readonly node: TreeNode } & Omit<LevelProps, "nodes">) {
  const [open, setOpen] = useState(false);
  const { name, path, sizeBytes, members } = node;
  return (
    <li className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 w-full min-w-0 items-center gap-1.5 rounded-chip px-1 text-left hover:bg-hover"
      >
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} className="text-faint" />
        <Icon name={members ? "folder" : "file"} size={14} className="text-faint" />
        <span className="mono min-w-0 truncate text-meta">{name}</span>
        <span className="ml-auto flex-none text-axis text-muted">{formatBytes(sizeBytes)}</span>
      </button>
      {open ? (
        <div className="ml-2.5 min-w-0 border-l border-line py-0.5 pl-2">
          {members ? (
            <Level nodes={members} uri={uri} preview={preview} />
          ) : (
            preview({ uri: `${uri}/${path}`, format: "", dataset: false, isFolder: false })
          )}
        </div>
      ) : undefined}
    </li>
  );
}

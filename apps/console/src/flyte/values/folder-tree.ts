/** A list of paths as the tree they are. */
import type { FolderEntry } from "@skein/spec/gen/skein/console/v1/console_pb";

export interface TreeNode {
  readonly name: string;
  /** Below the folder that is shown. */
  readonly path: string;
  readonly sizeBytes: bigint;
  /** Undefined for a file. */
  readonly members: readonly TreeNode[] | undefined;
}

/** @param entries in the order of their paths */
export function treeOf(entries: readonly FolderEntry[], depth = 0): readonly TreeNode[] {
  const groups = new Map<string, FolderEntry[]>();
  for (const entry of entries) {
    const name = entry.path.split("/")[depth] ?? "";
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return [...groups].map(([name, group]) => {
    const [first] = group;
    const parts = first?.path.split("/") ?? [];
    const sizeBytes = group.reduce((sum, each) => sum + each.sizeBytes, 0n);
    const isFolder = parts.length > depth + 1;
    return {
      name,
      path: parts.slice(0, depth + 1).join("/"),
      sizeBytes,
      members: isFolder ? treeOf(group, depth + 1) : undefined,
    };
  });
}

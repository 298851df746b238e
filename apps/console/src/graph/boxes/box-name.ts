import type { GraphStore } from "../graph-store.ts";
import { kindLook, lookOf } from "../node-face.ts";
import type { VisibleNode } from "../visible.ts";

/** "train_model, Task, Failed, OutOfMemory, after validate, before evaluate". */
export function boxName(store: GraphStore, { node, shape }: VisibleNode, facts: readonly string[]): string {
  const names = (paths: readonly string[] | undefined) =>
    (paths ?? []).slice(0, 4).map((path) => store.byPath.get(path)?.name ?? path);
  const after = names(store.upstream.get(node.path));
  const before = names(store.downstream.get(node.path));
  return [
    node.name,
    kindLook(node.kind).word,
    store.hasRun ? lookOf(store.summary(node.path), node).word : "",
    node.condition && `if ${node.condition}`.replace("if else", "else"),
    ...facts,
    store.breakpoint(node.path) ? `breakpoint ${store.breakpoint(node.path)}` : "",
    shape === "closed" ? "closed" : "",
    after.length > 0 ? `after ${after.join(" and ")}` : "",
    before.length > 0 ? `before ${before.join(" and ")}` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/**
 * Where in the input a thing stands, kept as a link to its parent.
 *
 * Following a field costs one small object; the whole path is only written out for what is reported.
 * Keys are the field names of protobuf JSON, so a oneof's case stands directly under its message:
 * `["template", "nodes", 3, "inputs", 0, "binding", "promise", "var"]`.
 */
import type { Path } from "@skein/spec/diagnostic";

/** A place in the input; `undefined` stands for its root. */
export type Trail = { readonly parent: Trail; readonly key: string | number } | undefined;

/** The place reached from another by following fields and indices. */
export function into(parent: Trail, ...keys: readonly (string | number)[]): Trail {
  let trail = parent;
  for (const key of keys) trail = { parent: trail, key };
  return trail;
}

/** The keys from the root. */
export function toPath(trail: Trail): Path {
  const path: (string | number)[] = [];
  for (let at = trail; at; at = at.parent) path.push(at.key);
  return path.reverse();
}

const rootOrder: readonly (string | number)[] = ["template", "subWorkflows", "tasks", "launchPlans"];

/** Orders paths as a reader meets them: the primary first, list elements by index, fields by name. */
export function comparePaths(a: Path, b: Path): number {
  const roots = rootOrder.indexOf(a[0] ?? "") - rootOrder.indexOf(b[0] ?? "");
  if (roots !== 0) return roots;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a[index] ?? "";
    const right = b[index] ?? "";
    if (left === right) continue;
    if (typeof left === "number" && typeof right === "number") return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
}

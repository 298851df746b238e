/**
 * Whether two messages hold the same, so that what was worked out for one also holds for the other.
 *
 * Stricter than protobuf's equality: map entries must come in the same order too, because whoever keeps one message in
 * place of the other also keeps its order. What nests too deep to follow counts as different.
 */
import { maxNesting } from "./nesting.ts";

/** Whether both are equal in every field; the same object always is. */
export function sameMessage(a: unknown, b: unknown): boolean {
  return same(a, b, 0);
}

function same(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || depth > maxNesting) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!same(a[index], b[index], depth + 1)) return false;
    return true;
  }
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index]);
  }
  if (Array.isArray(b) || b instanceof Uint8Array) return false;
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? "";
    if (key !== others[index] || !same(Reflect.get(a, key), Reflect.get(b, key), depth + 1)) return false;
  }
  return true;
}

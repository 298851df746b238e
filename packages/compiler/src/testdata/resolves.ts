import type { JsonValue } from "@bufbuild/protobuf";
import type { Path } from "@skein/spec/diagnostic";

/** Whether a path leads to something: to be asked of the protobuf JSON of what was compiled. */
export function resolves(path: Path, root: JsonValue): boolean {
  let at: unknown = root;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = Reflect.get(at, key);
  }
  return true;
}

import type { Diagnostic } from "@skein/spec/diagnostic";
import type { ReadEntity } from "@skein/spec/specs";

/** A finding about an entity with the places in the text that its paths stand for; what has a range keeps it. */
export function placeFinding(found: Diagnostic, entity: ReadEntity): Diagnostic {
  const range = found.range ?? entity.rangeOf(found.path);
  const related = found.related.map((each) => {
    const where = each.range ?? entity.rangeOf(each.path);
    return where ? { ...each, range: where } : each;
  });
  return { ...found, file: found.file ?? entity.file, related, ...(range ? { range } : {}) };
}

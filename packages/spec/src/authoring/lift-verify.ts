/** Reads a lifted text back and says what did not come back as it was, so that lifting never has to be believed. */
import { hasErrors } from "../diagnostic.ts";
import { formatIdentifier, identifierKey } from "../identifier.ts";
import type { SpecEntity } from "../spec-entity.ts";
import { bytesOf, readSpecs } from "../specs.ts";
import { describeDifference } from "./lift-difference.ts";
import type { Home } from "./lift-scope.ts";
import type { Registered } from "./registered.ts";

/**
 * Why entities do not come back, by their key; empty when all do. What is missing only because something else is comes
 * in a later round.
 */
export function findUnequal(
  entities: readonly SpecEntity[],
  text: string,
  home: Home,
  registered: Registered,
): Map<string, string> {
  const file = { name: "lifted.yaml", content: new TextEncoder().encode(text) };
  const { project, domain } = home;
  const { entities: read, diagnostics } = readSpecs([file], { project, domain }, registered);
  const byKey = new Map(read.map((each) => [identifierKey(each.id), each]));
  const errors = diagnostics.filter((each) => each.severity === "error");
  const errorOf = (entity: SpecEntity) => {
    const found = errors.find((each) => each.entity === formatIdentifier(entity.id));
    return found && `${found.nodeId === "" ? "" : `node ${found.nodeId}: `}${found.message}`;
  };
  const unequal = entities.filter((entity) => {
    const again = byKey.get(identifierKey(entity.id));
    return !again || !isSame(entity, again);
  });
  const reasons = new Map<string, string>();
  for (const entity of unequal) {
    const key = identifierKey(entity.id);
    const again = byKey.get(key);
    const reason = errorOf(entity) ?? (again && describeDifference(entity, again));
    if (reason !== undefined) reasons.set(key, reason);
  }
  if (reasons.size > 0) return reasons;
  const [first] = errors;
  const blamed = unequal.length > 0 ? unequal : hasErrors(diagnostics) ? entities : [];
  return new Map(blamed.map(({ id }) => [identifierKey(id), first?.message ?? "it cannot be read back"]));
}

function isSame(left: SpecEntity, right: SpecEntity): boolean {
  const [one, other] = [bytesOf(left), bytesOf(right)];
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Reads a lifted text back and says what did not come back as it was, so that lifting never has to be believed. */
import { formatIdentifier, identifierKey } from "../../identifier.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import { bytesOf, readSpecs } from "../../specs.ts";
import type { Registered } from "../registered.ts";
import { describeDifference } from "./lift-difference.ts";
import type { Home } from "./lift-scope.ts";

/**
 * Why entities do not come back, by their key; empty when all do. What is missing only because something else is comes
 * in a later round.
 *
 * @param unsaid keys of those in canonical form: only what they are themselves is held against them
 * @param made keys of the tasks that nodes make, with the workflow to blame for those that are not as they were
 */
export function findUnequal(
  entities: readonly SpecEntity[],
  unsaid: ReadonlySet<string>,
  made: ReadonlyMap<string, string>,
  text: string,
  home: Home,
  registered: Registered,
): Map<string, string> {
  const file = { name: "lifted.yaml", content: new TextEncoder().encode(text) };
  const { project, domain } = home;
  const { entities: read, diagnostics } = readSpecs([file], { project, domain }, registered);
  const byKey = new Map(read.map((each) => [identifierKey(each.id), each]));
  const errors = diagnostics.filter((each) => each.severity === "error");
  const unequal = inKinds(entities).filter((entity) => {
    const again = byKey.get(identifierKey(entity.id));
    return !again || !isSame(entity, again);
  });
  const reasons = new Map<string, string>();
  const told = new Set<string>();
  for (const entity of unequal) {
    const key = identifierKey(entity.id);
    const again = byKey.get(key);
    const maker = again && made.get(key);
    if (maker !== undefined) {
      reasons.set(maker, `its nodes would make another task ${entity.id.name} than there is`);
      continue;
    }
    // Findings do not tell a launch plan from the workflow of its name; the workflow comes first.
    const name = formatIdentifier(entity.id);
    const error = told.has(name) ? undefined : errors.find((each) => each.entity === name);
    told.add(name);
    const place = error?.nodeId ? `node ${error.nodeId}: ` : "";
    const reason = error ? place + error.message : again && describeDifference(entity, again);
    if (reason !== undefined) reasons.set(key, reason);
  }
  if (reasons.size > 0) return reasons;
  const suspects = unequal.length > 0 || errors.length === 0 ? unequal : entities;
  const message = errors[0]?.message ?? "it cannot be read back";
  const changeable = suspects.filter((each) => unequal.includes(each) || !unsaid.has(identifierKey(each.id)));
  return new Map(changeable.map(({ id }) => [identifierKey(id), message]));
}

function inKinds(entities: readonly SpecEntity[]): SpecEntity[] {
  return entities.toSorted((left, right) => kinds.indexOf(left.kind) - kinds.indexOf(right.kind));
}

const kinds: readonly SpecEntity["kind"][] = ["task", "workflow", "launchPlan"];

function isSame(left: SpecEntity, right: SpecEntity): boolean {
  const [one, other] = [bytesOf(left), bytesOf(right)];
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

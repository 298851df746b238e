/** What the reader pinned, and where they were last; both kept by this browser. */
import { executionPath, type Scope, workflowPath } from "../paths.ts";
import { StoredList, useStoredList } from "./stored-list.ts";

/** A workflow or an execution. */
export interface KeptPlace extends Scope {
  readonly kind: "workflow" | "execution";
  readonly name: string;
}

const isPlace = (value: unknown): value is KeptPlace =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  (value.kind === "workflow" || value.kind === "execution") &&
  ["project", "domain", "name"].every((key) => typeof Reflect.get(value, key) === "string");

const pins = new StoredList<KeptPlace>("skein.pins", 50, isPlace);
const visits = new StoredList<KeptPlace>("skein.recent", 8, isPlace);

export const isSamePlace = (a: KeptPlace, b: KeptPlace): boolean =>
  a.kind === b.kind && a.name === b.name && a.project === b.project && a.domain === b.domain;

export const placePath = (place: KeptPlace): string =>
  place.kind === "workflow" ? workflowPath(place) : executionPath(place);

export const usePins = (): readonly KeptPlace[] => useStoredList(pins);
export const useRecentPlaces = (): readonly KeptPlace[] => useStoredList(visits);

/** Pins it, or takes the pin out. */
export function togglePin(place: KeptPlace): void {
  const others = pins.items.filter((each) => !isSamePlace(each, place));
  pins.set(others.length < pins.items.length ? others : [place, ...pins.items]);
}

/** Notes where the reader is. */
export function notePlace(place: KeptPlace): void {
  const [first] = visits.items;
  if (first && isSamePlace(first, place)) return;
  visits.set([place, ...visits.items.filter((each) => !isSamePlace(each, place))]);
}

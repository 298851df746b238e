import { StoredList, useStoredList } from "../../../kept/stored-list.ts";
import type { Scope } from "../../../paths.ts";
import type { View } from "./view.ts";

/** The views that are only the reader's own, of all projects and domains; kept in this browser. */
type PersonalView = Scope & Omit<View, "isMine">;

const texts = ["project", "domain", "name", "query", "sort", "columns"] as const;
const isPersonalView = (value: unknown): value is PersonalView =>
  typeof value === "object" && value !== null && texts.every((key) => typeof Reflect.get(value, key) === "string");

const kept = new StoredList<PersonalView>("skein.views", 200, isPersonalView);

export function usePersonalViews({ project, domain }: Scope): readonly View[] {
  return useStoredList(kept)
    .filter((each) => each.project === project && each.domain === domain)
    .map(({ name, query, sort, columns }) => ({ name, query, sort, columns, isMine: true }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

/** In place of the one of the same name. */
export function keepPersonalView(scope: Scope, { name, query, sort, columns }: View): void {
  const { project, domain } = scope;
  kept.set([{ project, domain, name, query, sort, columns }, ...others(scope, name)]);
}

export function dropPersonalView(scope: Scope, name: string): void {
  kept.set(others(scope, name));
}

const others = ({ project, domain }: Scope, name: string): readonly PersonalView[] =>
  kept.items.filter((each) => each.project !== project || each.domain !== domain || each.name !== name);

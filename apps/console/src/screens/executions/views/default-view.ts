import { StoredList, useStoredList } from "../../../kept/stored-list.ts";
import type { Scope } from "../../../paths.ts";

/** The saved view that a reader's list of a project and domain opens with. */
interface DefaultView extends Scope {
  /** As `view` of the address has it. */
  readonly view: string;
}

const isDefaultView = (value: unknown): value is DefaultView =>
  typeof value === "object" &&
  value !== null &&
  ["project", "domain", "view"].every((key) => typeof Reflect.get(value, key) === "string");

const kept = new StoredList<DefaultView>("skein.default-views", 50, isDefaultView);
const isOf =
  ({ project, domain }: Scope) =>
  (each: DefaultView) =>
    each.project === project && each.domain === domain;

/** Its key; undefined: the list opens with all. */
export const useDefaultView = (scope: Scope): string | undefined => useStoredList(kept).find(isOf(scope))?.view;

export function keepDefaultView({ project, domain }: Scope, view: string | undefined): void {
  const others = kept.items.filter((each) => !isOf({ project, domain })(each));
  kept.set(view === undefined ? others : [{ project, domain, view }, ...others]);
}

/** Lists that somebody has given a name: kept by the server, so that they are there in another browser, and for others. */
import { create } from "@bufbuild/protobuf";
import { type SavedView, SavedViewSchema, type SaveViewRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import { requireActiveScope } from "../admin/scope.ts";
import type { Database, Scope } from "../store/database.ts";
import { deleteView, type SavedViewRow, savedViews, saveView } from "../store/saved-views.ts";

class WrongView extends Problem {
  readonly kind = "invalid";
}

const MOST_VIEWS = 50;
const LONGEST_NAME = 60;
const LONGEST_TEXT = 2000;

export const listViews = (db: Database, scope: Scope): SavedView[] => savedViews(db, scope).map(toView);

/** @throws WrongView */
export function keepView(db: Database, { project, domain, view }: SaveViewRequest): SavedView {
  const scope = { project, domain };
  requireActiveScope(db, scope);
  const name = view?.name.trim() ?? "";
  if (!view || name === "") throw new WrongView("A view needs a name");
  if (name.length > LONGEST_NAME)
    throw new WrongView(`The name has ${name.length} characters; at most ${LONGEST_NAME} are taken`);
  const { query, sort, columns } = view;
  if ([query, sort, columns].some((text) => text.length > LONGEST_TEXT))
    throw new WrongView(`A view's filter has at most ${LONGEST_TEXT} characters; shorten it`);
  const others = savedViews(db, scope).filter((each) => each.name !== name);
  if (others.length >= MOST_VIEWS)
    throw new WrongView(`There are ${MOST_VIEWS} views already; delete one of them first`);
  const row = { ...scope, name, query, sort, columns };
  saveView(db, row);
  return toView(row);
}

/** One that is not there is deleted already. */
export function dropView(db: Database, scope: Scope, name: string): void {
  deleteView(db, scope, name);
}

const toView = ({ name, query, sort, columns }: SavedViewRow): SavedView =>
  create(SavedViewSchema, { name, query, sort, columns });

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Scope } from "../../../paths.ts";
import { consoleApi } from "../../../transport.ts";
import { useDefaultView } from "./default-view.ts";
import { dropPersonalView, keepPersonalView, usePersonalViews } from "./personal-views.ts";
import { keyOf, pathOf, type View } from "./view.ts";

const savedViewsQuery = ({ project, domain }: Scope) =>
  queryOptions({
    queryKey: ["saved-views", project, domain],
    queryFn: async ({ signal }): Promise<readonly View[]> => {
      const { views } = await consoleApi.listSavedViews({ project, domain }, { signal });
      return views.map(({ name, query, sort, columns }) => ({ name, query, sort, columns, isMine: false }));
    },
    staleTime: 30_000,
  });

/** The reader's own, then those of all who work in the project and domain. */
export function useViews(scope: Scope, enabled = true): readonly View[] {
  const mine = usePersonalViews(scope);
  const { data: shared = [] } = useQuery({ ...savedViewsQuery(scope), enabled });
  return [...mine, ...shared];
}

/** Saving under a name, and deleting; the list of views is asked for anew after either. */
export function useViewChanges(scope: Scope) {
  const { project, domain } = scope;
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["saved-views", project, domain] });
  const put = async (view: View) => {
    if (view.isMine) return keepPersonalView(scope, view);
    const { name, query, sort, columns } = view;
    await consoleApi.saveView({ project, domain, view: { name, query, sort, columns } });
  };
  const drop = async ({ name, isMine }: View) => {
    if (isMine) dropPersonalView(scope, name);
    else await consoleApi.deleteView({ project, domain, name });
  };
  const save = useMutation({ mutationFn: put, onSettled });
  const remove = useMutation({ mutationFn: drop, onSettled });
  /** There is no moment without it: the new one comes first. */
  const replace = useMutation({
    mutationFn: async ({ old, next }: { readonly old: View; readonly next: View }) => {
      await put(next);
      if (keyOf(old) !== keyOf(next)) await drop(old);
    },
    onSettled,
  });
  return { save, remove, replace };
}

/**
 * Where a bare address of the list leads: to the view that the reader opens it with; undefined: nowhere else.
 *
 * @param search of the address the list was come to by; one that says anything is kept to, and so is one made bare here
 */
export function useStartingView(scope: Scope, search: URLSearchParams): string | undefined {
  const key = useDefaultView(scope);
  const [isBare, setIsBare] = useState(search.size === 0);
  if (isBare && search.size > 0) setIsBare(false);
  const views = useViews(scope, isBare && key !== undefined);
  const view = isBare ? views.find((each) => keyOf(each) === key) : undefined;
  return view && pathOf(scope, view);
}

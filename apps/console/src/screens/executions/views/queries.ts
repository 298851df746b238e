import type { SavedView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Scope } from "../../../paths.ts";
import { consoleApi } from "../../../transport.ts";

export const savedViewsQuery = ({ project, domain }: Scope) =>
  queryOptions({
    queryKey: ["saved-views", project, domain],
    queryFn: async ({ signal }) => (await consoleApi.listSavedViews({ project, domain }, { signal })).views,
    staleTime: 30_000,
  });

type View = Pick<SavedView, "name" | "query" | "sort" | "columns">;

/** Saving and deleting; the list of views is asked for anew after either. */
export function useViewChanges({ project, domain }: Scope) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["saved-views", project, domain] });
  const save = useMutation({ mutationFn: (view: View) => consoleApi.saveView({ project, domain, view }), onSettled });
  const remove = useMutation({
    mutationFn: (name: string) => consoleApi.deleteView({ project, domain, name }),
    onSettled,
  });
  return { save, remove };
}

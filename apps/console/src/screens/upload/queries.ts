import { queryOptions } from "@tanstack/react-query";
import type { Basket } from "../../basket/basket.ts";
import type { Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";

/** What is checked and registered: files for a project and domain, at a version (empty: the files' own). */
export interface Upload extends Scope {
  readonly version: string;
  readonly basket: Basket;
}

export const checkQuery = ({ project, domain, version, basket }: Upload, enabled: boolean) =>
  queryOptions({
    queryKey: ["check", project, domain, version, basket.revision],
    queryFn: ({ signal }) => consoleApi.check({ project, domain, version, files: [...basket.files] }, { signal }),
    enabled: enabled && basket.files.length > 0,
    retry: false, // a large upload is not sent again behind the reader's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export function register({ project, domain, version, basket }: Upload) {
  return consoleApi.register({ project, domain, version, files: [...basket.files] });
}

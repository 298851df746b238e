import { CompilerMode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions } from "@tanstack/react-query";
import type { Basket } from "../../basket/basket.ts";
import type { Preferences } from "../../frame/preferences.ts";
import type { Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";

/** What is checked and registered: files for a project and domain, at a version (empty: the files' own). */
export interface Upload extends Scope {
  readonly version: string;
  readonly rules: Preferences["rules"];
  readonly basket: Basket;
}

const modes = {
  strict: CompilerMode.STRICT,
  "flyte-1.16": CompilerMode.FLYTE_1_16,
} as const satisfies Record<Preferences["rules"], CompilerMode>;

const toRequest = ({ project, domain, version, rules, basket }: Upload) => ({
  project,
  domain,
  version,
  mode: modes[rules],
  files: [...basket.files],
});

export const checkQuery = (upload: Upload, enabled: boolean) =>
  queryOptions({
    queryKey: ["check", upload.project, upload.domain, upload.version, upload.rules, upload.basket.revision],
    queryFn: ({ signal }) => consoleApi.check(toRequest(upload), { signal }),
    enabled: enabled && upload.basket.files.length > 0,
    retry: false, // a large upload is not sent again behind the reader's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export function register(upload: Upload) {
  return consoleApi.register(toRequest(upload));
}

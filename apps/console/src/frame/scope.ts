import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation, useMatch, useSearchParams } from "react-router";
import { findScope, type Scope } from "../paths.ts";
import { setPreferences, usePreferences } from "./preferences.ts";
import { projectsQuery } from "./queries.ts";

/** The project and domain of the path, and whether the path is one that has them. */
function usePathScope(): Scope | undefined {
  const match = useMatch("/projects/:project/domains/:domain/*");
  return match ? findScope(match.params) : undefined;
}

/**
 * The project and domain the reader is in: the path's, the search's, the last ones, or the first there is.
 * Undefined only until the projects are known.
 */
export function useScope(): Scope | undefined {
  const path = usePathScope();
  const [search] = useSearchParams();
  const { project, domain } = usePreferences();
  const asked = findScope({ project: search.get("project") ?? undefined, domain: search.get("domain") ?? undefined });
  const last = findScope({ project, domain });
  const known = path ?? asked ?? last;
  const { data } = useQuery({ ...projectsQuery(), enabled: known === undefined });
  if (known) return known;
  const first = data?.projects[0];
  return first?.domains[0] ? { project: first.id, domain: first.domains[0] } : undefined;
}

/** Remembers where the reader is, so that the next visit starts there. */
export function useRememberScope(): void {
  const scope = usePathScope();
  const { pathname } = useLocation();
  const known = usePreferences();
  const project = scope?.project;
  const domain = scope?.domain;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of path, not of the memory, is what counts
  useEffect(() => {
    if (project && domain && (known.project !== project || known.domain !== domain))
      setPreferences({ project, domain });
  }, [pathname, project, domain]);
}

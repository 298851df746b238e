import type { Project } from "@skein/spec/gen/skein/console/v1/console_pb";
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

/** The project and domain of the address: its path's, or its search's. They need not be there. */
export function useAskedScope(): Scope | undefined {
  const path = usePathScope();
  const [search] = useSearchParams();
  return path ?? findScope({ project: search.get("project") ?? undefined, domain: search.get("domain") ?? undefined });
}

/** Whether there is such a project, and it has the domain. */
export function isAmong(projects: readonly Project[], { project, domain }: Scope): boolean {
  return projects.some(({ id, domains }) => id === project && domains.includes(domain));
}

/**
 * The project and domain the reader is in: the address's, the last ones, or the first there is.
 * Undefined only until the projects are known.
 */
export function useScope(): Scope | undefined {
  const asked = useAskedScope();
  const { project, domain } = usePreferences();
  const { data } = useQuery(projectsQuery());
  if (asked) return asked;
  const last = findScope({ project, domain });
  // the last project may be gone since, or of another server that used this port
  if (last && (!data || isAmong(data.projects, last))) return last;
  const first = data?.projects[0];
  return first?.domains[0] ? { project: first.id, domain: first.domains[0] } : undefined;
}

/** Remembers where the reader is, so that the next visit starts there. An address that is misspelt is no such place. */
export function useRememberScope(): void {
  const scope = usePathScope();
  const { pathname } = useLocation();
  const known = usePreferences();
  const { data } = useQuery(projectsQuery());
  const isThere = scope !== undefined && data !== undefined && isAmong(data.projects, scope);
  const project = scope?.project;
  const domain = scope?.domain;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of path, not of the memory, is what counts
  useEffect(() => {
    if (isThere && project && domain && (known.project !== project || known.domain !== domain))
      setPreferences({ project, domain });
  }, [pathname, project, domain, isThere]);
}

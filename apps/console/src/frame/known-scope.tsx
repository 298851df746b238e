import { findNear } from "@skein/spec/did-you-mean";
import type { Project } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Outlet, useLocation } from "react-router";
import { homePath, type Scope, samePagePath } from "../paths.ts";
import { LinkButton } from "../ui/button.tsx";
import { ErrorFace } from "../ui/faces.tsx";
import { Page } from "./page.tsx";
import { projectsQuery } from "./queries.ts";
import { isAmong, useAskedScope } from "./scope.ts";

/** Asks once more before a project is said not to be there: the list may be older than it. */
const projectsAgainQuery = (scope: Scope | undefined) =>
  queryOptions({
    queryKey: ["projects-again", scope?.project, scope?.domain],
    queryFn: async ({ client }) => {
      await client.fetchQuery({ ...projectsQuery(), staleTime: 0 });
      return true;
    },
  });

/**
 * The screens of a project and domain, if there are such: every list of a misspelt one would look like an empty one.
 *
 * The screen does not wait for the answer, which is nearly always yes; and without an answer it says itself what failed.
 */
export function KnownScope() {
  const scope = useAskedScope();
  const { data } = useQuery(projectsQuery());
  const isMissing = scope !== undefined && data !== undefined && !isAmong(data.projects, scope);
  const again = useQuery({ ...projectsAgainQuery(scope), enabled: isMissing });
  return isMissing && again.isSuccess ? <NoSuchScope scope={scope} projects={data.projects} /> : <Outlet />;
}

interface NoSuchScopeProps {
  readonly scope: Scope;
  readonly projects: readonly Project[];
}

function NoSuchScope({ scope, projects }: NoSuchScopeProps) {
  const { pathname, search } = useLocation();
  const project = projects.find(({ id }) => id === scope.project);
  const near = nearScopes(scope, projects);
  // without a like name the domains of a project, which are few, can all be offered
  const others = near.length === 0 ? (project?.domains ?? []) : [];
  return (
    <Page title={project ? "No such domain" : "No such project"}>
      <ErrorFace
        title={
          project ? `There is no domain ${scope.domain} in ${scope.project}` : `There is no project ${scope.project}`
        }
        message={project ? `${scope.project} has ${project.domains.join(", ")}.` : "It may be archived, or misspelt."}
      >
        <div className="flex flex-wrap justify-center gap-2">
          {near.map((to) => (
            <LinkButton key={`${to.project}/${to.domain}`} to={samePagePath(pathname, search, to)}>
              Did you mean {project ? to.domain : to.project}?
            </LinkButton>
          ))}
          {others.map((domain) => (
            <LinkButton key={domain} to={samePagePath(pathname, search, { ...scope, domain })}>
              {domain}
            </LinkButton>
          ))}
          {near.length + others.length === 0 ? (
            <LinkButton to={homePath} variant="primary">
              Go to the start
            </LinkButton>
          ) : undefined}
        </div>
      </ErrorFace>
    </Page>
  );
}

/** Those of a like name that are there: domains of the project, or projects. */
function nearScopes({ project, domain }: Scope, projects: readonly Project[]): Scope[] {
  const found = projects.find(({ id }) => id === project);
  if (found) return findNear(domain, found.domains).map((near) => ({ project, domain: near }));
  const ids = projects.map(({ id }) => id);
  return findNear(project, ids).flatMap((id) => {
    const domains = projects.find((each) => each.id === id)?.domains ?? [];
    const to = domains.includes(domain) ? domain : domains[0];
    return to === undefined ? [] : [{ project: id, domain: to }];
  });
}

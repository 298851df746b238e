import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "react-router";
import { executionsPath, projectPath, type Scope, uploadPath, workflowsPath } from "../paths.ts";
import { Icon } from "../ui/icon.tsx";
import { Popup } from "../ui/popup.tsx";
import { projectsQuery } from "./queries.ts";

/** The same section in another project and domain. */
export function switchPath(pathname: string, to: Scope): string {
  const section = /^\/projects\/[^/]+\/domains\/[^/]+\/([^/]+)/.exec(pathname)?.[1];
  if (pathname.startsWith("/upload")) return uploadPath(to);
  if (section === "executions") return executionsPath(to);
  if (section === "workflows" || section === "launch") return workflowsPath(to);
  return projectPath(to);
}

/** Which project and domain; switching keeps the section. */
export function ScopeSwitch({ scope }: { readonly scope: Scope }) {
  const { data, error, refetch } = useQuery(projectsQuery());
  const { pathname } = useLocation();
  return (
    <Popup
      label={`Project ${scope.project}, domain ${scope.domain}. Switch`}
      buttonClassName="flex h-11 w-full items-center gap-2 rounded-control border border-line bg-surface px-2 text-left leading-4 hover:border-line-2"
      className="top-12 left-0 max-h-[60vh] w-max max-w-80 overflow-y-auto"
      button={
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-meta font-strong">{scope.project}</span>
            <span className="block truncate text-axis text-muted">{scope.domain}</span>
          </span>
          <Icon name="chevronDown" size={14} />
        </>
      }
    >
      {(close) =>
        data ? (
          data.projects.map((project) => (
            <div key={project.id} className="py-1">
              <p className="px-2 pb-0.5 text-axis font-strong text-faint">{project.name || project.id}</p>
              {project.domains.map((domain) => {
                const isHere = project.id === scope.project && domain === scope.domain;
                return (
                  <Link
                    key={domain}
                    to={switchPath(pathname, { project: project.id, domain })}
                    onClick={close}
                    aria-current={isHere ? "true" : undefined}
                    className="flex h-7 items-center gap-2 rounded-chip px-2 whitespace-nowrap -outline-offset-2 hover:bg-hover"
                  >
                    <Icon name="check" size={14} className={isHere ? "text-accent" : "invisible"} />
                    {domain}
                  </Link>
                );
              })}
            </div>
          ))
        ) : error ? (
          <button type="button" onClick={() => void refetch()} className="h-7 px-2 text-fail">
            The projects could not be read. Retry
          </button>
        ) : (
          <p className="h-7 px-2 text-muted">Reading projects…</p>
        )
      }
    </Popup>
  );
}

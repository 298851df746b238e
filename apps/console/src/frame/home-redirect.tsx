import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import { projectPath } from "../paths.ts";
import { SkeletonRows } from "../ui/faces.tsx";
import { FailureFace } from "./failure-face.tsx";
import { projectsQuery } from "./queries.ts";
import { useScope } from "./scope.ts";

/** `/` leads to the last project and domain, on a first visit to the first there is. */
export function HomeRedirect() {
  const scope = useScope();
  const { data, error, refetch } = useQuery(projectsQuery());
  if (scope && data) {
    const [first] = data.projects;
    const isThere = data.projects.some(({ id, domains }) => id === scope.project && domains.includes(scope.domain));
    const [domain] = first?.domains ?? [];
    // the last project may be gone since, or of another server that used this port
    const to = !isThere && first && domain ? { project: first.id, domain } : scope;
    return <Navigate to={projectPath(to)} replace />;
  }
  if (error) return <FailureFace what="The projects could not be read" error={error} onRetry={() => void refetch()} />;
  return <SkeletonRows label="Loading projects" />;
}

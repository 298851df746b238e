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
  if (scope && data) return <Navigate to={projectPath(scope)} replace />; // by then it is one that is there
  if (error) return <FailureFace what="The projects could not be read" error={error} onRetry={() => void refetch()} />;
  return <SkeletonRows label="Loading projects" />;
}

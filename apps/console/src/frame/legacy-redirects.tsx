/** Addresses that Flyte's SDK, its command line and its console print or printed: each leads to the same thing here. */
import { Navigate, type RouteObject, useLocation, useParams } from "react-router";
import { legacyTarget } from "./legacy-target.ts";
import { NotFound } from "./route-error.tsx";

const paths = [
  "workflow/:name/version/:version",
  "task/:name/version/:version",
  "launch_plan/:name/version/:version",
  "executions/:name/nodeId/*",
];

function LegacyRedirect({ kind }: { readonly kind: string }) {
  const target = legacyTarget(kind, useParams());
  const { search } = useLocation();
  return target === undefined ? <NotFound /> : <Navigate to={withOwn(target, search)} replace />;
}

/** What was in the address besides stays in it. */
function withOwn(target: string, search: string): string {
  if (search === "") return target;
  return `${target}${target.includes("?") ? "&" : "?"}${search.slice(1)}`;
}

/** Below a project and domain. */
export const legacyRedirects: RouteObject[] = paths.map((path) => ({
  path,
  element: <LegacyRedirect kind={path.slice(0, path.indexOf("/"))} />,
}));

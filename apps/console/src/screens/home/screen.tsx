import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { FirstRun } from "../../first-run/first-run.tsx";
import { FailureFace } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { findScope, type Scope } from "../../paths.ts";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Overview } from "./overview/overview.tsx";
import { isInUseQuery } from "./queries.ts";

/** A project's front door: the first-run doors while it is empty, else what goes on in it. */
export function HomeScreen() {
  const scope = findScope(useParams());
  return scope ? <Home scope={scope} /> : <NotFound />;
}

function Home({ scope }: { readonly scope: Scope }) {
  const { data, error, refetch } = useQuery(isInUseQuery(scope));
  if (data?.hasExecutions || data?.hasWorkflows) return <Overview scope={scope} />;
  return (
    <Page
      ground
      title={`Welcome to ${scope.project}`}
      detail={`Nothing is registered in ${scope.domain} yet. Three ways to begin:`}
    >
      {data ? (
        <FirstRun scope={scope} />
      ) : error ? (
        <FailureFace what="The project could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label="Loading the project" />
      )}
    </Page>
  );
}

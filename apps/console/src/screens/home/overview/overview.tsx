import { FailureFace } from "../../../frame/failure-face.tsx";
import { Page } from "../../../frame/page.tsx";
import { type Scope, uploadPath, workflowsPath } from "../../../paths.ts";
import { LinkButton } from "../../../ui/button.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { FailuresCard } from "./failures-card.tsx";
import { LanesCard } from "./lanes-card.tsx";
import { PinnedCard } from "./pinned-card.tsx";
import { useOverview } from "./queries.ts";
import { RunningCard } from "./running-card.tsx";
import { SchedulesCard } from "./schedules-card.tsx";
import { Tiles } from "./tiles.tsx";
import { WaitingCard } from "./waiting-card.tsx";

/** A project and domain at a glance; every number leads to what it counts. */
export function Overview({ scope }: { readonly scope: Scope }) {
  const { data, error, refetch } = useOverview(scope);
  return (
    <Page
      ground
      title="Overview"
      documentTitle={`Overview · ${scope.project}`}
      actions={
        <>
          <LinkButton to={uploadPath(scope)} icon="upload">
            Upload
          </LinkButton>
          <LinkButton to={workflowsPath(scope)} variant="primary" icon="play">
            Launch a workflow
          </LinkButton>
        </>
      }
    >
      {data ? (
        <div className="flex flex-col gap-3 px-4 pb-4">
          <Tiles scope={scope} view={data} />
          <PinnedCard scope={scope} />
          <LanesCard scope={scope} view={data} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-3">
              <RunningCard scope={scope} view={data} />
              <WaitingCard scope={scope} />
            </div>
            <div className="flex min-w-0 flex-col gap-3">
              <FailuresCard scope={scope} view={data} />
              <SchedulesCard view={data} />
            </div>
          </div>
        </div>
      ) : error ? (
        <FailureFace what="The overview could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label="Loading the overview" rows={12} />
      )}
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { FailureFace } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { findLaunchTarget, findScope, type LaunchTarget, type Scope, workflowsPath } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../ui/faces.tsx";
import { LaunchFormView } from "./launch-form.tsx";
import { launchFormQuery } from "./queries.ts";

export function LaunchScreen() {
  const scope = findScope(useParams());
  const [search] = useSearchParams();
  const target = findLaunchTarget(search);
  if (!scope) return <NotFound />;
  if (!target) {
    return (
      <Page title="Launch">
        <EmptyFace
          icon="play"
          title="What shall be launched?"
          action={
            <LinkButton to={workflowsPath(scope)} variant="primary">
              Choose a workflow
            </LinkButton>
          }
        >
          The address names no workflow, launch plan or task.
        </EmptyFace>
      </Page>
    );
  }
  return <Launch scope={scope} target={target} />;
}

function Launch({ scope, target }: { readonly scope: Scope; readonly target: LaunchTarget }) {
  const [, setSearch] = useSearchParams();
  const { data, error, refetch } = useQuery(launchFormQuery(scope, target));
  const title = `Launch ${target.name}`;
  if (!data) {
    return (
      <Page title={title}>
        {error ? (
          <FailureFace what={`${target.name} cannot be launched`} error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows label="Loading the launch form" />
        )}
      </Page>
    );
  }
  return (
    <LaunchFormView
      // another version or source is another form; a renewed answer to the same question is not
      key={`${scope.project} ${scope.domain} ${target.kind} ${target.name} ${target.version} ${target.from}`}
      scope={scope}
      target={target}
      form={data}
      onVersion={(version) =>
        setSearch(
          (old) => {
            old.set("version", version);
            return old;
          },
          { replace: true },
        )
      }
    />
  );
}

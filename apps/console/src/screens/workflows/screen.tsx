import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useParams, useSearchParams } from "react-router";
import { FirstRun } from "../../first-run/first-run.tsx";
import { FailureFace, failureMessage } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { usePollInterval } from "../../live/status.ts";
import { findScope, type Scope, uploadPath, workflowsPath } from "../../paths.ts";
import { useRenewal } from "../../renewal.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../ui/faces.tsx";
import { useIsNarrow } from "../../ui/media.ts";
import { Notice } from "../../ui/notice.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { workflowsKey, workflowsQuery } from "./queries.ts";
import { WorkflowCards, WorkflowTable } from "./workflow-table.tsx";

export function WorkflowsScreen() {
  const scope = findScope(useParams());
  return scope ? <Workflows key={`${scope.project}/${scope.domain}`} scope={scope} /> : <NotFound />;
}

function Workflows({ scope }: { readonly scope: Scope }) {
  const [search, setSearch] = useSearchParams();
  const text = search.get("q") ?? "";
  const token = search.get("token") ?? "";
  const query = { ...workflowsQuery(scope, text, token), refetchInterval: usePollInterval() };
  const { data, error, refetch, isPlaceholderData } = useQuery(query);
  useRenewal(scope, data?.sequence, workflowsKey(scope));
  const isNarrow = useIsNarrow();
  const onSearch = useCallback((q: string) => setSearch(q ? { q } : {}, { replace: true }), [setSearch]);

  if (data?.workflows.length === 0 && text === "" && token === "" && !isPlaceholderData) {
    return (
      <Page
        ground
        title="Workflows"
        detail={`No workflow is registered in ${scope.project} / ${scope.domain} yet. Three ways to begin:`}
      >
        <FirstRun scope={scope} />
      </Page>
    );
  }
  return (
    <Page
      title="Workflows"
      documentTitle={`Workflows · ${scope.project}`}
      aside={data ? data.total.toLocaleString("en") : undefined}
      actions={
        <LinkButton to={uploadPath(scope)} variant="primary" icon="upload">
          Upload
        </LinkButton>
      }
    >
      <div className="px-4 pb-2.5">
        <SearchField
          label="Filter workflows by name"
          placeholder="Workflow name"
          text={text}
          onSearch={onSearch}
          className="w-64 max-md:w-full"
        />
      </div>
      {error && data ? (
        <Notice
          tone="tone-pause"
          icon="warning"
          action={
            <Button size="small" onClick={() => void refetch()}>
              Retry
            </Button>
          }
        >
          The list could not be renewed; what you see may be old. {failureMessage(error)}
        </Notice>
      ) : undefined}
      <div className={`border-t border-line ${isPlaceholderData ? "opacity-60" : ""}`} aria-busy={isPlaceholderData}>
        {data === undefined ? (
          error ? (
            <FailureFace what="The workflows could not be read" error={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonRows rows={8} label="Loading workflows" />
          )
        ) : data.workflows.length === 0 ? (
          <EmptyFace
            icon="filter"
            title={text ? `No workflow has “${text}” in its name` : "There are no more workflows"}
            action={
              <LinkButton to={workflowsPath(scope)} variant="primary">
                Show all workflows
              </LinkButton>
            }
          />
        ) : isNarrow ? (
          <WorkflowCards workflows={data.workflows} />
        ) : (
          <WorkflowTable workflows={data.workflows} />
        )}
      </div>
      {data && (data.token || token) ? (
        <nav aria-label="Pages" className="flex justify-end gap-2 px-4 py-3">
          {token ? <LinkButton to={workflowsPath(scope, { q: text })}>First page</LinkButton> : undefined}
          {data.token ? (
            <LinkButton to={`?${new URLSearchParams({ q: text, token: data.token })}`}>More</LinkButton>
          ) : undefined}
        </nav>
      ) : undefined}
    </Page>
  );
}

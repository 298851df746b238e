import { quoteValue } from "@skein/spec/execution-filter/tokens";
import { formatIdentifier } from "@skein/spec/identifier";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useParams, useSearchParams } from "react-router";
import { InterfaceTable } from "../../flyte/interface-table.tsx";
import { RelativeTime } from "../../flyte/time.tsx";
import { FailureFace } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { notePlace } from "../../kept/kept.ts";
import { PinButton } from "../../kept/pin-button.tsx";
import { LazyGraph } from "../../lazy-graph.tsx";
import { usePollInterval } from "../../live/status.ts";
import { authorPath, executionsPath, findScope, launchPath, type Scope } from "../../paths.ts";
import { useRenewal } from "../../renewal.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Clamped } from "../../ui/clamped.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Tabs, tabPanelProps } from "../../ui/tabs.tsx";
import { workflowKey, workflowQuery } from "./queries.ts";
import { LaunchPlanTable, RunTable, VersionTable } from "./tables.tsx";

type TabId = "graph" | "versions" | "launch-plans" | "executions" | "interface";

const tabIds: readonly TabId[] = ["graph", "versions", "launch-plans", "executions", "interface"];

export function WorkflowScreen() {
  const params = useParams();
  const scope = findScope(params);
  const { name, version = "" } = params;
  return scope && name ? (
    <Workflow key={`${scope.project}/${scope.domain}/${name}`} scope={scope} name={name} version={version} />
  ) : (
    <NotFound />
  );
}

interface WorkflowProps {
  readonly scope: Scope;
  readonly name: string;
  /** Empty: the newest. */
  readonly version: string;
}

function Workflow({ scope, name, version }: WorkflowProps) {
  const query = { ...workflowQuery(scope, name, version), refetchInterval: usePollInterval() };
  const { data, error, refetch } = useQuery(query);
  useRenewal(scope, data?.sequence, workflowKey(scope, name));
  const [search, setSearch] = useSearchParams();
  const tab = tabIds.find((id) => id === search.get("tab")) ?? "graph";
  const node = search.get("node") ?? undefined;
  const shown = version || data?.id?.version;
  const runs = data?.versions.reduce((sum, { executions }) => sum + Number(executions), 0);

  const isThere = data !== undefined;
  useEffect(() => {
    if (isThere) notePlace({ project: scope.project, domain: scope.domain, kind: "workflow", name });
  }, [isThere, scope.project, scope.domain, name]);

  if (!data) {
    return (
      <Page title={name}>
        {error ? (
          <FailureFace what={`The workflow ${name} could not be read`} error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows label="Loading the workflow" />
        )}
      </Page>
    );
  }
  return (
    <Page
      fill
      title={name}
      documentTitle={`${name} · ${scope.project}`}
      aside={
        <span className="flex min-w-0 items-center gap-1">
          <span className="mono max-w-120 truncate" title={shown}>
            {shown}
          </span>
          <CopyButton text={shown ?? ""} what="version" />
        </span>
      }
      detail={
        <>
          {data.description ? <Clamped text={data.description} /> : undefined}
          <p>
            Registered <RelativeTime at={data.createdAt} />
          </p>
        </>
      }
      actions={
        <>
          <PinButton place={{ ...scope, kind: "workflow", name }} />
          <LinkButton to={executionsPath(scope, { q: `workflow:${quoteValue(name)}` })} icon="executions">
            Executions
          </LinkButton>
          <LinkButton to={authorPath(scope, { workflow: formatIdentifier(data.id) })} icon="pen">
            Edit
          </LinkButton>
          <LinkButton
            variant="primary"
            icon="play"
            to={launchPath(scope, { kind: "workflow", name, version: version || undefined })}
          >
            Launch
          </LinkButton>
        </>
      }
    >
      <Tabs<TabId>
        label="Workflow"
        selected={tab}
        onSelect={(id) => setSearch(id === "graph" ? {} : { tab: id }, { replace: true })}
        className="px-1.5"
        tabs={[
          { id: "graph", label: "Graph" },
          { id: "versions", label: "Versions", count: data.versions.length },
          { id: "launch-plans", label: "Launch plans", count: data.launchPlans.length },
          { id: "executions", label: "Executions", count: runs },
          { id: "interface", label: "Interface" },
        ]}
      />
      <div {...tabPanelProps(tab)} className="flex min-h-0 flex-1 flex-col lg:overflow-y-auto">
        {tab === "graph" ? (
          <div className="relative min-h-90 flex-1">
            {data.graph ? (
              <LazyGraph
                graph={data.graph}
                selected={node}
                onSelect={(path) => setSearch(path ? { node: path } : {}, { replace: true })}
              />
            ) : undefined}
          </div>
        ) : undefined}
        {tab === "versions" ? <VersionTable view={data} shown={shown ?? ""} /> : undefined}
        {tab === "launch-plans" ? <LaunchPlanTable scope={scope} rows={data.launchPlans} /> : undefined}
        {tab === "executions" ? (
          <RunTable
            rows={data.executions}
            total={runs ?? 0}
            all={executionsPath(scope, { q: `workflow:${quoteValue(name)}` })}
            launch={launchPath(scope, { kind: "workflow", name })}
          />
        ) : undefined}
        {tab === "interface" ? (
          <div className="p-4">
            <InterfaceTable interface={data.interface} />
          </div>
        ) : undefined}
      </div>
    </Page>
  );
}

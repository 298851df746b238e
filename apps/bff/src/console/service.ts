/**
 * skein.console.v1: one screen is one request plus one stream.
 *
 * Handlers parse, act and present; what a screen shows is made in views/, what goes live in watch/, what is done in
 * admin/. The compatibility face is rpc/.
 */
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import {
  ResourceType,
  SignalIdentifierSchema,
  WorkflowExecutionIdentifierSchema,
} from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type ConsoleService,
  type GetMapItemRequest,
  GetStatusResponseSchema,
  LaunchResponseSchema,
  ListEventsResponseSchema,
  ListExamplesResponseSchema,
  ListProjectsResponseSchema,
  LogRangeSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import { domains } from "../admin/domains.ts";
import type { Launcher } from "../admin/launcher.ts";
import type { Signals } from "../admin/signals.ts";
import type { RunLoop } from "../run-loop/loop.ts";
import type { LogStore } from "../runner/log-store.ts";
import type { Runner } from "../runner/runner.ts";
import type { Database } from "../store/database.ts";
import { nodeExecutionsAt } from "../store/node-executions.ts";
import { allProjects } from "../store/projects.ts";
import { arrayCountsOf } from "../store/sub-nodes.ts";
import type { ExecutionRow } from "../store/tables.ts";
import type { BulkJobs } from "./bulk/bulk-jobs.ts";
import { debuggingCalls } from "./debugging.ts";
import type { Decks } from "./decks.ts";
import { readExamples } from "./examples.ts";
import {
  getExecutionRow,
  getLaunchPlanFor,
  getLaunchPlanRow,
  getTaskRow,
  getWorkflowRow,
  getWorkflowRowById,
  NotHere,
} from "./find.ts";
import { launchRequest } from "./launch.ts";
import { logLine } from "./log-line.ts";
import type { MergedLogs } from "./logs/merged-logs.ts";
import { lookUp } from "./look-up.ts";
import { nearExecutions } from "./near-executions.ts";
import { openReruns } from "./rerun.ts";
import { runnerStatus, type StatusSource } from "./runner-status.ts";
import { dropView, keepView, listViews } from "./saved-views.ts";
import { sourceOf } from "./source.ts";
import type { Uploads } from "./uploads.ts";
import type { ValueReader } from "./values.ts";
import type { ValuePreviews } from "./values-preview/previews.ts";
import { readBreakpoint } from "./views/breakpoints.ts";
import { drawWorkflow, openDrawings } from "./views/closure.ts";
import { comparison } from "./views/comparison.ts";
import { drawExecution } from "./views/dynamic-graph.ts";
import { executionEvents } from "./views/events.ts";
import { listExecutions } from "./views/execution-list.ts";
import { executionView } from "./views/execution-view.ts";
import { completeFilter } from "./views/filter-values.ts";
import { executionHistogram } from "./views/histogram.ts";
import { launchPlanForm, taskForm } from "./views/launch-form.ts";
import { mapItem, mapItems } from "./views/map-items.ts";
import { mapStrip } from "./views/map-strip.ts";
import { nodeView } from "./views/node-view.ts";
import { overview } from "./views/overview.ts";
import { specChanges } from "./views/spec-changes.ts";
import { usageSamples } from "./views/usage-samples.ts";
import { usualTimes } from "./views/usual-times.ts";
import { listWorkflows, workflowView } from "./views/workflow-views.ts";
import { waitingGates } from "./waiting-gates.ts";
import { logKey } from "./watch/feeds.ts";
import type { Streams } from "./watch/streams.ts";
import { whyOf } from "./why.ts";

export interface ConsoleParts {
  readonly db: Database;
  readonly values: ValueReader;
  /** Without them, files are only named. */
  readonly previews?: ValuePreviews;
  readonly logs: LogStore;
  readonly merged: MergedLogs;
  readonly decks: Pick<Decks, "has">;
  readonly runner: StatusSource & Pick<Runner, "waitOf">;
  readonly loop: Pick<RunLoop, "why" | "debugging">;
  readonly launcher: Launcher;
  readonly signals: Pick<Signals, "set">;
  readonly uploads: Uploads;
  readonly bulk: BulkJobs;
  readonly streams: Streams;
  readonly now: () => number;
  readonly version: string;
  readonly home: string;
  /** Bytes on disk. */
  readonly homeSize: () => Promise<number>;
}

class NoPreviews extends Problem {
  readonly kind = "unavailable";
}

class NotComparable extends Problem {
  readonly kind = "invalid";
}

export function consoleService(parts: ConsoleParts): ServiceImpl<typeof ConsoleService> {
  const { db, values, logs, merged, runner, loop, launcher, signals, uploads, bulk, streams } = parts;
  const drawings = openDrawings();
  const drawnOf = (row: ExecutionRow) => drawExecution(db, drawings, row);
  const reruns = openReruns({ db, values, launcher, draw: drawnOf });

  /** A map node by its place; without a row it has no elements yet. */
  function arrayNodeOf({ execution, path }: Pick<GetMapItemRequest, "execution" | "path">) {
    const row = getExecutionRow(db, execution);
    const target = drawnOf(row).templates.get(path)?.target;
    if (target?.case !== "arrayNode")
      throw new NotHere(`${path} is no map node of ${row.execution_name}; choose one of its graph`);
    return { row, node: nodeExecutionsAt(db, row.id, path).at(-1), bound: new Set(target.value.boundInputs) };
  }

  return {
    async getStatus() {
      return create(GetStatusResponseSchema, {
        version: parts.version,
        runner: runnerStatus(runner.status()),
        serverTime: timestampFromMs(parts.now()),
        home: parts.home,
        homeBytes: BigInt(await parts.homeSize()),
      });
    },
    listProjects() {
      const projects = allProjects(db).filter((each) => each.state === 0);
      return create(ListProjectsResponseSchema, {
        projects: projects.map(({ identifier, name, description }) => ({
          id: identifier,
          name,
          description,
          domains: [...domains],
        })),
      });
    },
    check: (request) => uploads.check(request),
    register: (request) => uploads.register(request),
    lookUp: (request) => lookUp(db, request),
    getSource: ({ id }) => sourceOf(db, getWorkflowRow(db, id)),
    async listExamples() {
      return create(ListExamplesResponseSchema, { examples: await readExamples() });
    },
    listWorkflows: (request) => listWorkflows(db, request),
    getWorkflow({ id }) {
      const row = getWorkflowRow(db, id);
      return workflowView(db, row, drawWorkflow(drawings, row));
    },
    getLaunchForm({ id, from }) {
      const source = from && getExecutionRow(db, from);
      switch (id?.resourceType) {
        case ResourceType.TASK:
          return taskForm(getTaskRow(db, id), source);
        case ResourceType.LAUNCH_PLAN: {
          const row = getLaunchPlanRow(db, id);
          return launchPlanForm(db, row, getWorkflowRowById(db, row.workflow_id), source);
        }
        default: {
          const workflow = getWorkflowRow(db, id);
          return launchPlanForm(db, getLaunchPlanFor(db, workflow), workflow, source);
        }
      }
    },
    launch(request) {
      const row = launcher.launch(launchRequest(request), request.idempotencyKey, {
        breakpointsIn: (workflow) =>
          request.breakpoints.map((each) => readBreakpoint(each, drawWorkflow(drawings, workflow), () => undefined)),
      });
      return launched(row);
    },
    listExecutions: (request) => listExecutions(db, request, parts.now()),
    getHistogram: (request) => executionHistogram(db, request, parts.now()),
    completeFilter: (request) => completeFilter(db, request),
    getExecution({ id }) {
      const row = getExecutionRow(db, id);
      return executionView(db, values, row, drawExecution(db, drawings, row));
    },
    findNearExecutions: ({ id }) => nearExecutions(db, id),
    getUsualTimes: ({ execution }) => usualTimes(db, getExecutionRow(db, execution)),
    async getNode({ execution, path }) {
      const row = getExecutionRow(db, execution);
      const drawn = drawExecution(db, drawings, row);
      const node = drawn.nodes.get(path);
      if (!node) throw new NotHere(`${path} is no node of ${row.execution_name}; choose one of its graph`);
      const place = nodeExecutionsAt(db, row.id, path).at(-1);
      const why = await whyOf({ db, loop, runner, values }, row, path, place);
      const view = await nodeView(db, values, drawn, node, place, why);
      const hasDeck = place !== undefined && (await parts.decks.has(place));
      return { ...view, hasDeck, specChanges: specChanges(db, row, drawn, path) };
    },
    async getUsageSamples({ source }) {
      if (!source) throw new NotHere("The request names no attempt");
      const row = getExecutionRow(db, source.execution);
      return usageSamples({ db, logs }, row, drawnOf(row), logKey(db, source));
    },
    async listMapItems(request) {
      const { row, node, bound } = arrayNodeOf(request);
      return node ? mapItems(db, values, { execution: row, node, bound }, request) : {};
    },
    getMapStrip(request) {
      const { node } = arrayNodeOf(request);
      return node ? mapStrip(db, node, request.bars) : {};
    },
    getMapItem({ index, ...request }) {
      const { row, node, bound } = arrayNodeOf(request);
      const size = (node && arrayCountsOf(node)?.size) ?? 0;
      if (!node || index < 0 || index >= size)
        throw new NotHere(`${request.path} of ${row.execution_name} has no element ${index}; it has ${size}`);
      return mapItem(db, values, row, node, { index, bound });
    },
    listEvents({ execution, since }) {
      return create(ListEventsResponseSchema, executionEvents(db, getExecutionRow(db, execution), Number(since)));
    },
    compare({ executions }) {
      if (executions.length < 2 || executions.length > 4)
        throw new NotComparable(`${executions.length} executions were named; name two to four`);
      const rows = executions.map((id) => getExecutionRow(db, id));
      return comparison(
        db,
        values,
        rows.map((row) => ({ row, drawn: drawExecution(db, drawings, row) })),
      );
    },
    listSavedViews: (scope) => ({ views: listViews(db, scope) }),
    saveView: (request) => keepView(db, request),
    deleteView({ name, ...scope }) {
      dropView(db, scope, name);
      return {};
    },
    getOverview: (request) => overview(db, request, parts.now()),
    startBulk: (request) => bulk.start(request),
    getBulk: ({ id }) => bulk.get(id),
    cancelBulk: ({ id }) => bulk.cancel(id),
    terminate({ id, cause }) {
      const row = getExecutionRow(db, id);
      const { execution_project: project, execution_domain: domain, execution_name: name } = row;
      launcher.terminate(create(WorkflowExecutionIdentifierSchema, { project, domain, name }), cause);
      return {};
    },
    planRerun: (request) => reruns.plan(request),
    async rerun(request) {
      return launched(await reruns.rerun(request));
    },
    setSignal({ id, signalId, value }) {
      const { execution_project: project, execution_domain: domain, execution_name: name } = getExecutionRow(db, id);
      const executionId = create(WorkflowExecutionIdentifierSchema, { project, domain, name });
      signals.set(create(SignalIdentifierSchema, { signalId, executionId }), value);
      return {};
    },
    ...debuggingCalls({ db, loop, drawnOf }),
    listWaitingGates: (request) => waitingGates({ db, values, drawnOf }, request),
    previewValue(request, { signal }) {
      if (!parts.previews) throw new NoPreviews("This server shows no files; download them");
      return parts.previews.preview(request, signal);
    },
    async getLogRange({ source, start, count }) {
      if (!source) throw new NotHere("The request names no attempt");
      const range = await logs.range(logKey(db, source), Number(start), count);
      return create(LogRangeSchema, {
        lines: range.lines.map(logLine),
        total: BigInt(range.total),
        complete: range.complete,
      });
    },
    readLog: (request) => merged.read(request),
    searchLog: (request) => merged.search(request),
    watch: ({ streamId }, { signal }) => streams.open(streamId, signal),
    subscribe({ streamId, subscriptions }) {
      streams.subscribe(streamId, subscriptions);
      return {};
    },
  };
}

function launched({ execution_project: project, execution_domain: domain, execution_name: name }: ExecutionRow) {
  return create(LaunchResponseSchema, { id: { project, domain, name } });
}

import { timestampFromMs, timestampMs, timestampNow } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createRouterTransport, type ServiceImpl, type Transport } from "@connectrpc/connect";
import { filterTerms } from "@skein/spec/execution-filter/parse";
import type { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  ConsoleService,
  type ExecutionRow,
  PlannedNode_Fate,
  RunnerStatus_State,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { matchRow } from "../screens/executions/match-row.ts";
import { authoredText, lookUpSeeded } from "./seed-author.ts";
import { seedComparison } from "./seed-comparison.ts";
import { seedEvents } from "./seed-events.ts";
import { domain, project, seedExecutions } from "./seed-executions.ts";
import { seedLaunchForm } from "./seed-launch.ts";
import { searchSeededLog, seedRunLog } from "./seed-logs.ts";
import { seedMapItem, seedMapItems, seedMapStrip } from "./seed-map.ts";
import { seedOverview } from "./seed-overview.ts";
import { seedLog, seedLogTotal, seedMapSize, seedNode, seedView } from "./seed-run.ts";
import { badCheck, goodCheck, seedExamples, seedGraph, seedInterface } from "./seed-upload.ts";

/**
 * A ConsoleService that answers from seeded data: for tests and for looking at screens without a server.
 * Nothing of the product imports it.
 */

export type ConsoleImpl = Partial<ServiceImpl<typeof ConsoleService>>;

/** All answers of the full faces; tests override single methods. */
export function seededConsole(rows: readonly ExecutionRow[] = seedExecutions(120)): ConsoleImpl {
  const workflowNames = [...new Set(rows.map((row) => row.workflow?.name ?? ""))].toSorted();
  return {
    getStatus: () => ({
      version: "0.1.0",
      runner: {
        state: RunnerStatus_State.READY,
        engine: "Docker 28.2.2, overlay2",
        cpuTotal: 8,
        cpuReserved: 2.5,
        memoryTotalBytes: 16n * 1024n ** 3n,
        memoryReservedBytes: 3n * 1024n ** 3n,
        running: 3,
        waiting: 2,
      },
      serverTime: timestampNow(),
      homeBytes: 214_000_000n,
      home: "/home/mara/.skein",
    }),
    listProjects: () => ({
      projects: [
        { id: project, name: "flytesnacks", domains: [domain, "staging", "production"] },
        { id: "ranking", name: "Ranking", domains: [domain, "production"] },
      ],
    }),
    listExamples: () => ({ examples: [...seedExamples] }),
    check: ({ files }) => (files.some((file) => file.name.includes("bad")) ? badCheck : goodCheck),
    register: ({ files }) =>
      files.some((file) => file.name.includes("bad"))
        ? { registered: false, ...pick(badCheck) }
        : { registered: true, ...pick(goodCheck) },
    planRerun: ({ path }) => ({
      nodes: [
        { path: path || "n5", fate: PlannedNode_Fate.RUNS, why: path ? "chosen to run again" : "failed in f0" },
        { path: "n6", fate: PlannedNode_Fate.RUNS, why: "downstream of n5" },
        { path: "n0", fate: PlannedNode_Fate.REUSED, why: "succeeded in f0" },
        { path: "n1", fate: PlannedNode_Fate.REUSED, why: "succeeded in f0" },
      ],
    }),
    rerun: () => ({ id: { project, domain, name: "again" } }),
    lookUp: ({ ids, project: asked }) => lookUpSeeded(ids, asked),
    getSource: () => ({ text: authoredText, notes: [] }),
    listExecutions: ({ query, limit, token }) => {
      const terms = filterTerms(query);
      const matching = rows.filter((row) => matchRow(row, terms, Date.now()) !== false);
      const from = Number(token || 0);
      const until = from + (limit || 50);
      return {
        executions: matching.slice(from, until),
        token: until < matching.length ? String(until) : "",
        total: BigInt(matching.length),
        counts: countsOf(matching),
        sequence: 1n,
      };
    },
    getHistogram: ({ query }) => {
      const terms = filterTerms(query);
      const barMs = 900_000;
      const from = Date.now() - 96 * barMs;
      const bars = Array.from({ length: 96 }, (_, at) => {
        const inBar = rows.filter((row) => {
          const ms = row.createdAt ? timestampMs(row.createdAt) : 0;
          return ms >= from + at * barMs && ms < from + (at + 1) * barMs && matchRow(row, terms, Date.now()) !== false;
        });
        return { counts: countsOf(inBar) };
      });
      return { from: timestampFromMs(from), barMs: BigInt(barMs), bars };
    },
    completeFilter: ({ key, text }) => ({
      values: key === "workflow" ? workflowNames.filter((name) => name.includes(text)) : [],
    }),
    listWorkflows: ({ search, limit }) => {
      const names = workflowNames.filter((name) => name.includes(search));
      return {
        workflows: names.slice(0, limit || 50).map((name) => ({
          id: { resourceType: ResourceType.WORKFLOW, project, domain, name, version: versionOf(rows, name) },
          description: name.startsWith("etl") ? "Extract, check and publish the day's features." : "",
          createdAt: timestampFromMs(Date.now() - 7_200_000 * (names.indexOf(name) + 1)),
          versions: 12 - names.indexOf(name),
          interface: seedInterface,
          recent: rows.filter((row) => row.workflow?.name === name).slice(0, 20),
        })),
        total: BigInt(names.length),
      };
    },
    getWorkflow: ({ id }) => ({
      id: {
        resourceType: ResourceType.WORKFLOW,
        project,
        domain,
        name: id?.name ?? "",
        version: id?.version || versionOf(rows, id?.name),
      },
      description: "Extract, check and publish the day's features.",
      createdAt: timestampFromMs(Date.now() - 7_200_000),
      interface: seedInterface,
      graph: seedGraph,
      versions: [versionOf(rows, id?.name), "2e7b0d41c9aa3388", "1b6a0f4"].map((version, at) => ({
        version,
        createdAt: timestampFromMs(Date.now() - 86_400_000 * (at + 0.1)),
        executions: BigInt(12 * at + 3),
        lastRunAt: timestampFromMs(Date.now() - 40_000_000 * (at + 0.1)),
      })),
      launchPlans: [
        {
          id: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name: id?.name ?? "", version: "v1" },
          active: false,
          workflowVersion: "v1",
          createdAt: timestampFromMs(Date.now() - 86_400_000),
        },
        {
          id: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name: "nightly", version: "v1" },
          active: true,
          schedule: "every day at 02:00 UTC",
          nextRunAt: timestampFromMs(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 7_200_000),
          workflowVersion: "v1",
          createdAt: timestampFromMs(Date.now() - 86_400_000),
        },
      ],
      executions: rows.filter((row) => row.workflow?.name === id?.name).slice(0, 20),
    }),
    getLaunchForm: ({ id, from }) => seedLaunchForm(id?.name ?? "etl.daily_features", from !== undefined),
    launch: ({ name }) => ({ id: { project, domain, name: name || "a7x2k9mq4b" } }),
    getExecution: ({ id }) => {
      const row = rows.find((each) => each.id?.name === id?.name);
      if (!row) throw new ConnectError(`Execution ${id?.name} was not found`, Code.NotFound);
      return seedView(row);
    },
    findNearExecutions: () => ({ executions: [] }),
    listSavedViews: () => ({ views: [] }),
    getOverview: () => seedOverview(rows),
    compare: ({ executions }) => {
      const names = executions.map(({ name }) => name);
      const row = rows.find((each) => each.id?.name === names.at(-1));
      if (!row) throw new ConnectError(`Execution ${names.at(-1)} was not found`, Code.NotFound);
      return seedComparison(seedView(row), names);
    },
    getNode: ({ path }) => seedNode(path),
    listMapItems: (request) => seedMapItems(request, seedMapSize),
    getMapItem: ({ index }) => seedMapItem(index, seedMapSize),
    getMapStrip: ({ bars }) => seedMapStrip(seedMapSize, bars),
    listEvents: ({ execution }) => {
      const row = rows.find((each) => each.id?.name === execution?.name);
      const events = row ? seedEvents(seedView(row)) : [];
      return { events, upTo: BigInt(events.length) };
    },
    getLogRange: ({ start, count }) => ({
      lines: seedLog(Number(start), count),
      total: BigInt(seedLogTotal),
      complete: true,
    }),
    readLog: (request) => seedRunLog(request),
    searchLog: (request) => searchSeededLog(request),
    terminate: () => ({}),
    listWaitingGates: () => ({ gates: [], sequence: 1n }),
    setSignal: () => ({}),
    setBreakpoint: () => ({}),
    clearBreakpoint: () => ({}),
    continue: () => ({}),
    step: () => ({}),
    editInputs: () => ({}),
  };
}

function pick({ entities, diagnostics, files }: typeof goodCheck) {
  return { entities, diagnostics, files };
}

function versionOf(rows: readonly ExecutionRow[], name: string | undefined): string {
  return rows.find((row) => row.workflow?.name === name)?.workflow?.version ?? "v1";
}

/** An empty project: nothing registered, nothing run. */
export const emptyConsole: ConsoleImpl = {
  ...seededConsole([]),
  listWorkflows: () => ({ workflows: [], total: 0n }),
};

export function fakeTransport(impl: ConsoleImpl): Transport {
  return createRouterTransport(({ service }) => service(ConsoleService, impl));
}

function countsOf(rows: readonly ExecutionRow[]): { phase: Phase; count: bigint }[] {
  const counts = new Map<Phase, bigint>();
  for (const { phase } of rows) counts.set(phase, (counts.get(phase) ?? 0n) + 1n);
  return [...counts].map(([phase, count]) => ({ phase, count }));
}

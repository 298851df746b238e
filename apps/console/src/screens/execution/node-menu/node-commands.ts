/** What can be done with a node of an execution, wherever it is shown. */
import {
  type ExecutionView,
  GraphNode_Kind as Kind,
  type NodeSummary,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { isOngoing } from "../../../flyte/phase-look.ts";
import { copyText } from "../../../frame/notices/copy-text.ts";
import { isPort } from "../../../graph/visible.ts";
import { basename, executionPath } from "../../../paths.ts";
import type { MenuItem } from "../../../ui/menu.tsx";
import type { Place } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import type { Rerun } from "../rerun/queries.ts";

interface NodeActs {
  readonly onGo: (change: Partial<Place>) => void;
  readonly onRerun: (rerun: Rerun) => void;
  readonly onBreakpoint: (path: string) => void;
  readonly onToggle: (path: string) => void;
}

interface NodeCommands {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly path: string;
  readonly summary: NodeSummary | undefined;
  readonly isClosed: boolean;
}

/** In groups: looking, running, and taking along. */
export function nodeCommands({ id, view, path, summary, isClosed }: NodeCommands, acts: NodeActs): MenuItem[][] {
  const node = view.graph?.nodes.find((each) => each.path === path);
  const ongoing = view.execution !== undefined && isOngoing(view.execution.phase);
  const isContainer = view.graph?.nodes.some(({ parent }) => parent === path) ?? false;
  const notEnded = ongoing ? "The execution has not ended" : undefined;
  const noHold = ongoing
    ? summary?.endedAt || !node || isPort(node)
      ? "The node has ended, or runs nothing"
      : undefined
    : "The execution has ended";
  const nodeId = summary?.id || node?.id || path;
  const at = { node: path, line: undefined, attempt: undefined };
  return [
    [
      { text: "Open", icon: "file", act: () => acts.onGo({ ...at, tab: "summary" }) },
      ...(node?.kind === Kind.MAP
        ? [{ text: "Elements", icon: "map", act: () => acts.onGo({ ...at, tab: "items" }) } as const]
        : []),
      { text: "Logs", icon: "logs", keys: "l", act: () => acts.onGo({ ...at, tab: "logs" }) },
      { text: "Inputs", icon: "io", act: () => acts.onGo({ ...at, tab: "inputs" }) },
      { text: "Outputs", icon: "io", act: () => acts.onGo({ ...at, tab: "outputs" }) },
      ...(isContainer
        ? [
            {
              text: isClosed ? "Expand" : "Collapse",
              icon: isClosed ? "plus" : "minus",
              act: () => acts.onToggle(path),
            } as const,
            { text: "Go into", icon: "arrowRight", act: () => acts.onGo({ view: "graph", scope: path }) } as const,
          ]
        : []),
    ],
    [
      { text: "Run alone…", icon: "rerun", obstacle: notEnded, act: () => acts.onRerun({ mode: "oneNode", path }) },
      {
        text: "Run from here…",
        icon: "rerun",
        keys: "R",
        obstacle: notEnded,
        act: () => acts.onRerun({ mode: "fromNode", path }),
      },
      { text: "Breakpoint…", icon: "phasePaused", keys: "b", obstacle: noHold, act: () => acts.onBreakpoint(path) },
    ],
    [
      { text: "Copy id", icon: "copy", act: () => copyText(nodeId, "the id") },
      {
        text: "Copy link",
        icon: "copy",
        act: () => copyText(`${location.origin}${basename}${executionPath(id, { node: path })}`, "the link"),
      },
      { text: "Copy flytectl command", icon: "copy", act: () => copyText(getCommand(id, nodeId), "the command") },
      {
        text: "Copy command for its outputs",
        icon: "copy",
        act: () => copyText(fetchCommand(id, nodeId), "the command"),
      },
    ],
  ];
}

const getCommand = ({ project, domain, name }: ExecutionId, nodeId: string): string =>
  `flytectl get execution -p ${project} -d ${domain} ${name} --nodeID ${nodeId} -o yaml`;

/** Of pyflyte: what the node wrote, as files. */
const fetchCommand = ({ project, domain, name }: ExecutionId, nodeId: string): string =>
  `pyflyte fetch flyte://v1/${[project, domain, name, nodeId].join("/")}/o outputs/`;

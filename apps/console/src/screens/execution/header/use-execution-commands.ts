/** What can be done with an execution as a whole: its buttons, its menu and the palette's entries are made of this. */
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useHref, useLocation, useNavigate } from "react-router";
import { isOngoing } from "../../../flyte/phase-look.ts";
import { copyText } from "../../../frame/notices/copy-text.ts";
import type { MenuItem } from "../../../ui/menu.tsx";
import type { ExecutionId } from "../queries.ts";
import { downloadBundle } from "./download-bundle.ts";
import { comparedWith, recoveryObstacle, relaunchPath } from "./relations.ts";
import { curlCommand, flytectlCommand, pythonSnippet } from "./snippets.ts";
import { useArchive } from "./use-archive.ts";

export interface ExecutionCommand extends MenuItem {
  /** What it does, in a sentence. */
  readonly means: string;
  /** A page of its own; it can be opened beside this one. */
  readonly to?: string | undefined;
}

export interface ExecutionCommands {
  readonly abort: ExecutionCommand;
  readonly recover: ExecutionCommand;
  readonly relaunch: ExecutionCommand;
  readonly compare: ExecutionCommand;
  readonly share: ExecutionCommand;
  readonly again: ExecutionCommand;
  readonly flytectl: ExecutionCommand;
  readonly python: ExecutionCommand;
  readonly curl: ExecutionCommand;
  readonly bundle: ExecutionCommand;
  readonly archive: ExecutionCommand;
}

interface ExecutionActs {
  readonly onAbort: () => void;
  readonly onRecover: () => void;
  readonly onLaunchAgain: () => void;
}

export function useExecutionCommands(id: ExecutionId, view: ExecutionView, acts: ExecutionActs): ExecutionCommands {
  const navigate = useNavigate();
  const here = useHref(useLocation());
  const { archive, isPending } = useArchive(id);
  const { execution } = view;
  const ongoing = execution !== undefined && isOngoing(execution.phase);
  const isArchived = execution?.archived ?? false;
  const compared = comparedWith(id, view);
  const launch = relaunchPath(id, view);
  const isKnown = execution?.workflow !== undefined || execution?.launchPlan !== undefined;
  return {
    abort: {
      text: "Abort",
      icon: "stop",
      keys: "A",
      means: "Abort",
      obstacle: ongoing ? undefined : "It has ended; there is nothing to abort",
      act: acts.onAbort,
    },
    recover: {
      text: "Recover",
      icon: "recover",
      keys: "R",
      means: "Launch it again, reusing what has succeeded",
      obstacle: recoveryObstacle(view),
      act: acts.onRecover,
    },
    relaunch: {
      text: "Relaunch",
      icon: "rerun",
      keys: "r",
      means: "Launch it again, its inputs filled in",
      to: launch,
      act: () => void navigate(launch),
    },
    compare: {
      text: "Compare",
      icon: "io",
      keys: "=",
      means: `Compare with ${view.lastSuccess ? "the last success" : "the execution before"}`,
      obstacle:
        compared === undefined
          ? "It is the first execution of its workflow; there is nothing to compare it with"
          : undefined,
      to: compared,
      act: () => compared && void navigate(compared),
    },
    share: {
      text: "Share",
      icon: "share",
      keys: "s",
      means: "Copy the address of what is seen",
      act: () => copyText(`${location.origin}${here}`, "the address of what you see"),
    },
    again: {
      text: "Launch again at once…",
      icon: "play",
      means: "Launch it with the same inputs, without the form",
      obstacle: isKnown ? undefined : "What was launched is not known",
      act: acts.onLaunchAgain,
    },
    flytectl: {
      text: "Copy flytectl command",
      icon: "terminal",
      means: "Copy a command that reads it",
      act: () => copyText(flytectlCommand(id), "the flytectl command"),
    },
    python: {
      text: "Copy Python",
      icon: "terminal",
      means: "Copy code for flytekit that fetches it",
      act: () => copyText(pythonSnippet(id, location), "the Python code"),
    },
    curl: {
      text: "Copy curl",
      icon: "terminal",
      means: "Copy a request that reads it",
      act: () => copyText(curlCommand(id, location), "the curl command"),
    },
    bundle: {
      text: "Download bundle",
      icon: "download",
      means: "All of it and all its events in one JSON file",
      act: () => void downloadBundle(id, view),
    },
    archive: {
      text: isArchived ? "Take out of the archive" : "Archive",
      icon: "archive",
      means: isArchived ? "Show it in lists again" : "Leave it out of lists",
      obstacle: isPending ? "It is being changed" : undefined,
      act: () => archive(!isArchived),
    },
  };
}

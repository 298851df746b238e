import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { copyText } from "../../frame/notices/copy-text.ts";
import { type Entry, usePaletteEntries } from "../../frame/palette/entries.ts";
import { kindLook } from "../../graph/node-face.ts";
import { basename, executionPath } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import { findRootCause } from "./failure.ts";
import type { ExecutionCommand, ExecutionCommands } from "./header/use-execution-commands.ts";
import { treeRows } from "./node-tree.ts";
import type { Place } from "./place.ts";
import type { ExecutionId } from "./queries.ts";
import type { Rerun } from "./rerun/queries.ts";

interface ExecutionEntries {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly ongoing: boolean;
  /** The selected one. */
  readonly node: string | undefined;
  readonly commands: ExecutionCommands;
  readonly onGo: (change: Partial<Place>) => void;
  readonly onRerun: (rerun: Rerun) => void;
}

/** What the palette can do with the execution that is shown, and with its nodes. */
export function useExecutionEntries({ id, view, ongoing, node, commands, onGo, onRerun }: ExecutionEntries): void {
  usePaletteEntries(() => {
    const rows = treeRows(view.graph, new Set(), "");
    const chosen = rows.find((row) => row.node.path === (node ?? findRootCause(view)?.path))?.node;
    const command = (text: string, icon: IconName, act: () => void, keys?: string): Entry => ({
      id: `execution: ${text}`,
      group: "This execution",
      text,
      glyph: <Icon name={icon} className="text-faint" />,
      act,
      ...(keys ? { keys } : {}),
    });
    /** What stands in the way of it is told where it has a place of its own. */
    const offered = ({ text, icon, keys, obstacle, act }: ExecutionCommand, words = text): Entry[] =>
      obstacle === undefined ? [command(words, icon, act, keys)] : [];
    const summaryId = view.nodes.find(({ path }) => path === chosen?.path)?.id;
    return [
      ...offered(commands.abort),
      ...offered(commands.recover),
      ...(chosen && !ongoing
        ? [command(`Rerun from ${chosen.name} on`, "rerun", () => onRerun({ mode: "fromNode", path: chosen.path }))]
        : []),
      ...offered(commands.relaunch),
      command("Copy the execution's name", "copy", () => copyText(id.name, "the execution's name")),
      command("Copy a link to the execution", "copy", () => copyText(linkTo(executionPath(id)), "the link")),
      ...(chosen
        ? [
            command(`Open logs of ${chosen.name}`, "logs", () => onGo({ node: chosen.path, tab: "logs" }), "l"),
            command(`Copy the id of ${chosen.name}`, "copy", () =>
              copyText(summaryId || chosen.id, `the id of ${chosen.name}`),
            ),
          ]
        : []),
      ...offered(commands.share, "Share: copy the address of what is seen"),
      ...offered(commands.compare, commands.compare.means),
      ...offered(commands.again),
      ...offered(commands.flytectl),
      ...offered(commands.python),
      ...offered(commands.curl),
      ...offered(commands.bundle),
      ...offered(commands.archive),
      ...rows.map(
        ({ node: { path, name, kind } }): Entry => ({
          id: `node ${path}`,
          group: "Nodes",
          text: name,
          detail: path === name ? "" : path,
          glyph: <Icon name={kindLook(kind).icon} className="text-faint" />,
          act: () => onGo({ node: path, line: undefined, attempt: undefined }),
        }),
      ),
    ];
  });
}

const linkTo = (path: string) => `${location.origin}${basename}${path}`;

import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { BulkAction as Action, ExecutionRow, ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, type MouseEvent, type ReactNode, type RefObject, Suspense, useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { failureMessage } from "../../frame/failure-face.tsx";
import { notify } from "../../frame/notices/notices.ts";
import { useShortcut } from "../../frame/shortcuts.ts";
import type { Scope } from "../../paths.ts";
import type { Point } from "../../ui/menu.tsx";
import type { ShownRow } from "./live-rows.ts";
import { peekQuery } from "./queries.ts";
import { type RowCommand, rowCommands } from "./row-commands.ts";
import { focusedName, isInMenu } from "./use-row-keys.ts";

const RowMenu = lazy(async () => ({ default: (await import("./row-menu.tsx")).RowMenu }));

interface RowActsOptions {
  readonly scope: Scope;
  readonly list: RefObject<HTMLElement | null>;
  readonly rows: readonly ShownRow[];
  readonly peeked: string;
  readonly onPeek: (name: string) => void;
  /** Does it to one, or asks first. */
  readonly onBulk: (action: Action, name: string) => void;
}

/** Keys and the menu of the execution whose row has the focus, else of the one that is peeked at. */
export function useRowActs({ scope, list, rows, peeked, onPeek, onBulk }: RowActsOptions) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [opened, setOpened] = useState<{ readonly name: string; readonly at: Point }>();
  const close = useCallback(() => setOpened(undefined), []);
  const hint = (text: string) => notify({ text, tone: "hint" });
  const commandsOf = (row: Known, view: ExecutionView | undefined) => {
    const { name } = row.id;
    return rowCommands(row, view, {
      onGo: (path) => void navigate(path),
      onPeek: () => onPeek(name),
      onBulk: (action) => onBulk(action, name),
      onView: (act) =>
        void queries
          .fetchQuery(peekQuery(scope, name))
          .then(act, (error: unknown) =>
            notify({ text: `${name} could not be read: ${failureMessage(error)}`, tone: "failure" }),
          ),
      onHint: hint,
    });
  };
  const rowOf = (name: string | undefined) =>
    rows.flatMap(({ row }): Known[] => (row.id?.name === name && row.id ? [{ ...row, id: row.id }] : []))[0];
  const inQuestion = () => (isInMenu() ? undefined : rowOf(focusedName(list.current) ?? peeked));
  const press = (command: RowCommand) => {
    const row = inQuestion();
    const { obstacle, act } = (row && commandsOf(row, undefined)[command]) ?? {};
    if (obstacle === undefined) act?.();
    else hint(obstacle);
  };
  useShortcut("l", "Logs of the execution", () => press("logs"));
  useShortcut("r", "Relaunch", () => press("relaunch"));
  useShortcut("A", "Abort", () => press("abort"));
  useShortcut("=", "Compare with the last success", () => press("compare"));
  useShortcut("s", "Copy the link to the execution", () => press("copyLink"));
  useShortcut(".", "Menu of the execution", () => {
    const name = inQuestion()?.id.name;
    if (name !== undefined) setOpened({ name, at: cornerOf(list.current, name) });
  });
  const onContextMenu = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-name]") : null;
    const name = target?.dataset.name;
    if (event.shiftKey || name === undefined || !rowOf(name)) return; // with Shift: the browser's own
    event.preventDefault();
    setOpened({ name, at: { x: event.clientX, y: event.clientY } });
  };
  const row = rowOf(opened?.name);
  const menu: ReactNode =
    opened && row ? (
      <Suspense>
        <RowMenu
          key={opened.name}
          scope={scope}
          name={opened.name}
          at={opened.at}
          commandsOf={(view) => commandsOf(row, view)}
          onClose={close}
        />
      </Suspense>
    ) : undefined;
  return { onContextMenu, menu };
}

type Known = ExecutionRow & { readonly id: WorkflowExecutionIdentifier };

/** Just inside the lower left of its row. */
function cornerOf(list: HTMLElement | null, name: string): Point {
  const box = list?.querySelector(`[data-name="${CSS.escape(name)}"]`)?.getBoundingClientRect();
  return box ? { x: box.left + 48, y: box.bottom - 4 } : { x: innerWidth / 2, y: innerHeight / 3 };
}

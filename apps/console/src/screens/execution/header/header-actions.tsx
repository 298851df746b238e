import { lazy, Suspense, useCallback, useRef, useState } from "react";
import { keyWords } from "../../../frame/shortcuts.ts";
import { Button, IconButton, LinkButton } from "../../../ui/button.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import type { Point } from "../../../ui/menu.tsx";
import type { ExecutionCommand, ExecutionCommands } from "./use-execution-commands.ts";

const Menu = lazy(async () => ({ default: (await import("../../../ui/menu.tsx")).Menu }));

/** The few that are used most as buttons, all others in a menu; on a narrow screen only what a triage needs stands out. */
export function HeaderActions({ commands }: { readonly commands: ExecutionCommands }) {
  const { abort, recover, relaunch, compare, share, again, flytectl, python, curl, bundle, archive } = commands;
  const isNarrow = useIsNarrow();
  // Of the two only one can be done at a time.
  const [first, other] = abort.obstacle === undefined ? [abort, recover] : [recover, abort];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {(isNarrow ? [first, relaunch] : [abort, recover, relaunch, compare, share]).map((command) => (
        <CommandButton key={command.text} command={command} variant={command === abort ? "danger" : "plain"} />
      ))}
      <MoreButton
        groups={[isNarrow ? [other, compare, share] : [], [again], [flytectl, python, curl, bundle], [archive]]}
      />
    </div>
  );
}

interface CommandButtonProps {
  readonly command: ExecutionCommand;
  readonly variant: "plain" | "danger";
}

function CommandButton({ command, variant }: CommandButtonProps) {
  const { text, icon, keys, obstacle, means, to, act } = command;
  const title = obstacle ?? (keys ? `${means} (${keyWords(keys).join("+")})` : means);
  return to === undefined || obstacle !== undefined ? (
    <Button variant={variant} icon={icon} onClick={act} disabled={obstacle !== undefined} title={title}>
      {text}
    </Button>
  ) : (
    <LinkButton variant={variant} icon={icon} to={to} title={title}>
      {text}
    </LinkButton>
  );
}

function MoreButton({ groups }: { readonly groups: readonly (readonly ExecutionCommand[])[] }) {
  const opener = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState<Point>();
  const close = useCallback(() => setAt(undefined), []);
  const open = () => {
    const box = opener.current?.getBoundingClientRect();
    setAt({ x: box?.left ?? 0, y: (box?.bottom ?? 0) + 4 });
  };
  return (
    <span ref={opener} className="inline-flex">
      <IconButton
        icon="more"
        variant="plain"
        label="More"
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={() => (at ? close() : open())}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || at) return;
          event.preventDefault();
          open();
        }}
      />
      {at ? (
        <Suspense>
          <Menu label="More" at={at} groups={groups} opener={opener} onClose={close} />
        </Suspense>
      ) : undefined}
    </span>
  );
}

import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import type { Scope } from "../../paths.ts";
import { Menu, type MenuItem, type Point } from "../../ui/menu.tsx";
import { peekQuery } from "./queries.ts";
import type { RowCommand } from "./row-commands.ts";

interface RowMenuProps {
  readonly scope: Scope;
  readonly name: string;
  readonly at: Point;
  readonly commandsOf: (view: ExecutionView | undefined) => Readonly<Record<RowCommand, MenuItem>>;
  readonly onClose: () => void;
}

/** All that can be done with one execution; what cannot be says why. */
export function RowMenu({ scope, name, at, commandsOf, onClose }: RowMenuProps) {
  const { data } = useQuery(peekQuery(scope, name));
  const { open, peek, logs, relaunch, recover, abort, compare, archive, copyName, copyLink } = commandsOf(data);
  return (
    <Menu
      label={`Execution ${name}`}
      at={at}
      onClose={onClose}
      groups={[
        [open, peek, logs],
        [relaunch, recover, abort],
        [compare, archive],
        [copyName, copyLink],
      ]}
    />
  );
}

import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { executionPath } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";

const icons: Readonly<Record<string, IconName>> = {
  manual: "user",
  scheduled: "calendar",
  system: "gear",
  relaunch: "rerun",
  "child workflow": "launchPlan",
  recovered: "recover",
  trigger: "arrowRight",
};

/** How an execution came to be, in Flyte's word; it leads to the one it repeats or continues. */
export function Trigger({ row: { trigger, reference } }: { readonly row: ExecutionRow }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-middle text-muted">
      <Icon name={icons[trigger] ?? "arrowRight"} size={14} />
      {reference ? (
        <Link
          to={executionPath(reference)}
          title={`of ${reference.name}`}
          className="relative z-1 truncate hover:text-accent hover:underline"
        >
          {trigger}
        </Link>
      ) : (
        <span className="truncate">{trigger}</span>
      )}
    </span>
  );
}

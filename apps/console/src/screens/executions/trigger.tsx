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

/** How an execution came to be, in Flyte's word. */
export function Trigger({ trigger }: { readonly trigger: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-middle text-muted">
      <Icon name={icons[trigger] ?? "arrowRight"} size={14} />
      {trigger}
    </span>
  );
}

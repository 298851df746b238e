import {
  PlannedNode_Fate as Fate,
  type PlannedNode,
  type RerunPlan,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Icon } from "../../../ui/icon.tsx";
import type { IconName } from "../../../ui/icon-shapes.tsx";

interface PlanListProps {
  readonly plan: RerunPlan;
  readonly nodeName: (path: string) => string;
}

/** More of a group are counted, not listed. */
const listed = 200;

const groups = [
  { fate: Fate.RUNS, word: "Runs", icon: "play", tone: "tone-run" },
  { fate: Fate.MAY_RUN, word: "May run", icon: "branch", tone: "tone-wait" },
  { fate: Fate.REUSED, word: "Reused", icon: "phaseRecovered", tone: "tone-reuse" },
] as const satisfies readonly { fate: Fate; word: string; icon: IconName; tone: string }[];

/** What runs before what is reused, each with why. */
export function PlanList({ plan, nodeName }: PlanListProps) {
  return (
    <div className="flex max-h-[40vh] flex-col gap-3 overflow-y-auto rounded-control border border-line p-2">
      {groups.map(({ fate, word, icon, tone }) => {
        const nodes = plan.nodes.filter((node) => node.fate === fate);
        return nodes.length === 0 ? undefined : (
          <section key={fate} aria-label={word} className={tone}>
            <h3 className="flex items-center gap-1.5 text-meta font-strong">
              <Icon name={icon} size={14} className="text-tone" />
              {word} <span className="font-normal text-muted">{nodes.length}</span>
            </h3>
            <ul className="mt-1 flex flex-col gap-0.5">
              {nodes.slice(0, listed).map((node) => (
                <PlannedRow key={node.path} node={node} name={nodeName(node.path)} />
              ))}
            </ul>
            {nodes.length > listed ? (
              <p className="pl-5 text-meta text-muted">and {nodes.length - listed} more</p>
            ) : undefined}
          </section>
        );
      })}
    </div>
  );
}

function PlannedRow({ node: { path, why }, name }: { readonly node: PlannedNode; readonly name: string }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 pl-5 text-meta">
      <span className="font-medium text-fg wrap-anywhere" title={path}>
        {name}
      </span>
      <span className="text-muted wrap-anywhere">{why}</span>
    </li>
  );
}

import type { Overview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { RelativeTime } from "../../../flyte/time.tsx";
import { workflowPath } from "../../../paths.ts";
import { Card } from "../../../ui/card.tsx";

/** What will be launched next by a schedule. */
export function SchedulesCard({ view: { schedules } }: { readonly view: Overview }) {
  return (
    <Card title="Next schedules">
      {schedules.length === 0 ? (
        <p className="px-3 py-2.5 text-muted">No schedule is on. Activating a launch plan that has one turns it on.</p>
      ) : (
        <ul>
          {schedules.map(({ launchPlan, workflow, schedule, at }) => (
            <li key={`${launchPlan?.name} ${launchPlan?.version}`} className="border-line not-last:border-b">
              <Link
                to={launchPlan ? workflowPath({ ...launchPlan, name: workflow, version: undefined }) : ""}
                className="flex min-h-11 items-center gap-2 px-3 py-1.5 -outline-offset-2 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{launchPlan?.name}</span>
                  <span className="block truncate text-meta text-muted">
                    {workflow === launchPlan?.name ? "" : `${workflow}, `}
                    {schedule}
                  </span>
                </span>
                <span className="text-meta text-muted">
                  <RelativeTime at={at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

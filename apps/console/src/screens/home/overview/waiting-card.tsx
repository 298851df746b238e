import { Link } from "react-router";
import { looks } from "../../../flyte/phase-look.ts";
import { RelativeTime } from "../../../flyte/time.tsx";
import { useWaitingGates } from "../../../gates/use-waiting-gates.ts";
import { executionPath, inboxPath, type Scope } from "../../../paths.ts";
import { Card } from "../../../ui/card.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Count } from "../../../ui/tabs.tsx";

const SHOWN = 5;

/** Gates that wait for somebody, the longest waiting first; nothing where none does. */
export function WaitingCard({ scope }: { readonly scope: Scope }) {
  const gates = useWaitingGates(scope).data?.gates ?? [];
  if (gates.length === 0) return undefined;
  return (
    <Card title="Waiting for somebody" aside={<Count value={gates.length} />}>
      <ul>
        {gates.slice(0, SHOWN).map(({ execution, path, name, workflow, since }) => (
          <li key={`${execution?.name} ${path}`} className="border-line not-last:border-b">
            <Link
              to={execution ? executionPath(execution, { node: path }) : inboxPath(scope)}
              className="flex min-h-11 items-center gap-2 px-3 py-1.5 -outline-offset-2 hover:bg-hover"
            >
              <Icon name={looks.paused.icon} className={`${looks.paused.tone} text-tone`} />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{name}</span>
                <span className="block truncate text-meta text-muted">
                  {workflow?.name}, <RelativeTime at={since} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { quoteValue } from "@skein/spec/execution-filter/tokens";
import { useQueries } from "@tanstack/react-query";
import { Link } from "react-router";
import { RunStrip } from "../../../flyte/run-strip.tsx";
import { type KeptPlace, togglePin, usePins } from "../../../kept/kept.ts";
import { executionsPath, launchPath, type Scope, workflowPath } from "../../../paths.ts";
import { IconButton, LinkButton } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { pinnedWorkflowQuery } from "./queries.ts";

const MOST = 8;

/** The workflows that the reader pinned, and how they went; nothing while there are none. */
export function PinnedCard({ scope }: { readonly scope: Scope }) {
  const pins = usePins()
    .filter(({ kind, project, domain }) => kind === "workflow" && project === scope.project && domain === scope.domain)
    .slice(0, MOST);
  const rows = useQueries({ queries: pins.map(({ name }) => pinnedWorkflowQuery(scope, name)) });
  if (pins.length === 0) return undefined;
  return (
    <Card title="Pinned workflows">
      <ul>
        {pins.map((pin, at) => (
          <Row key={pin.name} pin={pin} recent={rows[at]?.data?.recent} isGone={rows[at]?.data === null} />
        ))}
      </ul>
    </Card>
  );
}

interface RowProps {
  readonly pin: KeptPlace;
  readonly recent: Parameters<typeof RunStrip>[0]["recent"] | undefined;
  /** It is not registered here any more. */
  readonly isGone: boolean;
}

function Row({ pin, recent, isGone }: RowProps) {
  return (
    <li className="flex min-h-9.5 flex-wrap items-center gap-x-3 gap-y-1 border-line px-3 py-1 not-last:border-b">
      <Link to={workflowPath(pin)} className="min-w-0 flex-1 truncate font-strong hover:underline" title={pin.name}>
        {pin.name}
      </Link>
      {isGone ? <span className="text-meta text-muted">not registered here</span> : undefined}
      {recent ? (
        <RunStrip recent={recent} to={executionsPath(pin, { q: `workflow:${quoteValue(pin.name)}` })} />
      ) : undefined}
      <LinkButton
        size="small"
        to={launchPath(pin, { kind: "workflow", name: pin.name })}
        aria-label={`Launch ${pin.name}`}
      >
        Launch
      </LinkButton>
      <IconButton icon="cross" size="small" label={`Unpin ${pin.name}`} onClick={() => togglePin(pin)} />
    </li>
  );
}

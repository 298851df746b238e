import { quoteValue } from "@skein/spec/execution-filter/tokens";
import type { WorkflowRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { Version } from "../../flyte/identifier.tsx";
import { RunStrip } from "../../flyte/run-strip.tsx";
import { RelativeTime } from "../../flyte/time.tsx";
import { executionsPath, launchPath, workflowPath } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";

/** One row per workflow: its newest version, how its last runs went, and Launch. */
export function WorkflowTable({ workflows }: { readonly workflows: readonly WorkflowRow[] }) {
  return (
    <Table aria-label="Workflows">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th numeric className="w-20">
            Versions
          </Th>
          <Th className="w-56">Last 20 runs, the newest right</Th>
          <Th numeric className="w-32">
            Last run
          </Th>
          <Th numeric className="w-32 max-lg:hidden">
            Registered
          </Th>
          <Th className="w-24">
            <span className="sr-only">Launch</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {workflows.map((row) => (
          <Row key={row.id?.name} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ row }: { readonly row: WorkflowRow }) {
  const { id, recent } = row;
  if (!id) return undefined;
  return (
    <tr className="group relative hover:bg-hover">
      <Td className="h-10 w-full max-w-0">
        <span className="flex items-baseline gap-2">
          <Icon name="workflow" size={14} className="self-center text-faint" />
          <Link
            to={workflowPath({ ...id, version: undefined })}
            title={id.name}
            className="min-w-0 truncate font-strong -outline-offset-2 after:absolute after:inset-0"
          >
            {id.name}
          </Link>
          <span className="flex-none">
            <Version version={id.version} />
          </span>
          <span className="min-w-0 flex-1 truncate text-muted" title={row.description}>
            {row.description}
          </span>
        </span>
      </Td>
      <Td numeric className="text-muted">
        {row.versions}
      </Td>
      <Td>
        <div className="relative z-1 w-max">
          <RunStrip recent={recent} to={executionsPath(id, { q: `workflow:${quoteValue(id.name)}` })} />
        </div>
      </Td>
      <Td numeric className="text-muted">
        <RelativeTime at={recent[0]?.createdAt} none="never" />
      </Td>
      <Td numeric className="text-muted max-lg:hidden">
        <RelativeTime at={row.createdAt} />
      </Td>
      <Td numeric>
        <LinkButton
          size="small"
          className="relative z-1"
          to={launchPath(id, { kind: "workflow", name: id.name })}
          aria-label={`Launch ${id.name}`}
        >
          Launch
        </LinkButton>
      </Td>
    </tr>
  );
}

/** On a phone: name, strip, Launch. */
export function WorkflowCards({ workflows }: { readonly workflows: readonly WorkflowRow[] }) {
  return (
    <ul aria-label="Workflows">
      {workflows.map(({ id, description, recent, versions }) =>
        id ? (
          <li key={id.name} className="relative flex flex-col gap-1.5 border-b border-line px-4 py-3">
            <span className="flex items-center gap-2">
              <Link
                to={workflowPath({ ...id, version: undefined })}
                className="min-w-0 flex-1 font-strong wrap-anywhere after:absolute after:inset-0"
              >
                {id.name}
              </Link>
              <LinkButton
                className="relative z-1"
                to={launchPath(id, { kind: "workflow", name: id.name })}
                aria-label={`Launch ${id.name}`}
              >
                Launch
              </LinkButton>
            </span>
            {description ? (
              <span className="line-clamp-2 text-meta wrap-anywhere text-muted" title={description}>
                {description}
              </span>
            ) : undefined}
            <span className="relative z-1 w-max">
              <RunStrip recent={recent} to={executionsPath(id, { q: `workflow:${quoteValue(id.name)}` })} />
            </span>
            <span className="flex gap-2 text-meta text-muted">
              <Version version={id.version} />
              <span>{versions === 1 ? "1 version" : `${versions} versions`}</span>
              <span className="ml-auto">
                <RelativeTime at={recent[0]?.createdAt} />
              </span>
            </span>
          </li>
        ) : undefined,
      )}
    </ul>
  );
}

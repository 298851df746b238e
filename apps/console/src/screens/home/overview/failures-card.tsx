import type { Overview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { RelativeTime } from "../../../flyte/time.tsx";
import { executionPath, executionsPath, type Scope } from "../../../paths.ts";
import { Card } from "../../../ui/card.tsx";
import { Count } from "../../../ui/tabs.tsx";
import { causeFilter } from "./filters.ts";

interface FailuresCardProps {
  readonly scope: Scope;
  readonly view: Overview;
}

/** What failed in the last day, the most frequent first: the number leads to all of them, the rest to the newest. */
export function FailuresCard({ scope, view: { causes, failedTotal } }: FailuresCardProps) {
  return (
    <Card
      title="Failed, by cause"
      aside={<Count value={failedTotal} />}
      actions={<span className="text-meta text-muted">24 h</span>}
    >
      {causes.length === 0 ? (
        <p className="px-3 py-2.5 text-muted">Nothing failed in the last 24 hours.</p>
      ) : (
        <ul>
          {causes.map(({ workflow, code, count, errorHead, execution, at }) => (
            <li key={`${workflow} ${code}`} className="flex gap-3 border-line px-3 py-2.5 not-last:border-b">
              <Link
                to={executionsPath(scope, { q: causeFilter(workflow, code) })}
                aria-label={`${count} of ${workflow}, ${code}: show them`}
                className="tone-fail grid h-7 min-w-7 flex-none place-items-center rounded-control bg-tone-badge px-1.5 font-semibold text-fail tabular-nums hover:underline"
              >
                {count.toLocaleString("en")}
              </Link>
              <div className="min-w-0 flex-1">
                <Link
                  to={executionPath({ ...scope, name: execution })}
                  title={errorHead}
                  className="line-clamp-2 wrap-anywhere hover:text-accent hover:underline"
                >
                  {errorHead || code || "It failed without a word"}
                </Link>
                <p className="truncate text-meta text-muted">
                  {workflow}
                  {code ? (
                    <>
                      , <span className="mono">{code}</span>
                    </>
                  ) : undefined}
                  , last <RelativeTime at={at} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

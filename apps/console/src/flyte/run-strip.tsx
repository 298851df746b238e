import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { usePreferences } from "../frame/preferences.ts";
import { executionPath } from "../paths.ts";
import { executionLook } from "./phase-look.ts";
import { formatAbsolute } from "./time-format.ts";

/** The last runs of a workflow as small bars, the newest at the right; each leads to its execution. */
export function RunStrip({ recent }: { readonly recent: readonly ExecutionRow[] }) {
  const { zone } = usePreferences();
  if (recent.length === 0) return <span className="text-meta text-faint">no runs yet</span>;
  return (
    <ul aria-label={`Last ${recent.length} runs`} className="flex gap-0.5">
      {recent.toReversed().map(({ id, phase, createdAt }) => {
        if (!id) return undefined;
        const look = executionLook(phase);
        const when = createdAt ? formatAbsolute(timestampMs(createdAt), zone) : "";
        const label = `${id.name}: ${look.word}, ${when}`;
        return (
          <li key={id.name}>
            <Link
              to={executionPath(id)}
              aria-label={label}
              title={label}
              className="flex h-6 w-2 items-center hover:opacity-70"
            >
              <span className={`h-3.5 w-full rounded-bar ${look.tone} ${look.fill}`} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

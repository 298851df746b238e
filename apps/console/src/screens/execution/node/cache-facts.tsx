import { CatalogCacheStatus as Status } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { Cache, CacheMiss } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { executionPath } from "../../../paths.ts";
import { Facts } from "./facts.tsx";

const words = {
  [Status.CACHE_DISABLED]: "Not cached.",
  [Status.CACHE_MISS]: "There was no earlier result with the same inputs.",
  [Status.CACHE_HIT]: "Its outputs are those of an earlier execution with the same inputs.",
  [Status.CACHE_POPULATED]: "Its outputs are kept for executions with the same inputs.",
  [Status.CACHE_LOOKUP_FAILURE]: "The cache could not be asked.",
  [Status.CACHE_PUT_FAILURE]: "Its outputs could not be kept in the cache; the log of the server says why.",
  [Status.CACHE_SKIPPED]: "The cache was not asked.",
  [Status.CACHE_EVICTED]: "What was kept of it has been removed.",
} as const satisfies Record<Status, string>;

/** What caching came to, by which key, and who made the result. */
export function CacheFacts({ cache: { status, key, sourcePath, miss } }: { readonly cache: Cache }) {
  const made = key?.sourceExecution.case === "sourceTaskExecution" ? key.sourceExecution.value : undefined;
  const execution = made?.nodeExecutionId?.executionId;
  return (
    <>
      <p className="mb-1.5 text-meta leading-4.5">{words[status] ?? words[Status.CACHE_DISABLED]}</p>
      {miss ? <Miss miss={miss} /> : undefined}
      <Facts
        rows={[
          [
            "Made by",
            execution ? (
              <Link
                key="source"
                to={executionPath(execution, { node: sourcePath || undefined })}
                className="mono text-accent hover:underline"
              >
                {execution.name} / {made?.nodeExecutionId?.nodeId}
              </Link>
            ) : (
              ""
            ),
          ],
          ["Task version", made?.taskId?.version ?? ""],
          ["Dataset", key?.datasetId ? `${key.datasetId.name} ${key.datasetId.version}` : ""],
          ["Tag", key?.artifactTag?.name ?? ""],
        ]}
      />
    </>
  );
}

/** Why it ran, and beside what. */
function Miss({ miss: { text, compared, comparedPath } }: { readonly miss: CacheMiss }) {
  return (
    <p className="mb-1.5 text-meta leading-4.5">
      <span className="font-strong">Why it ran: </span>
      {text}
      {compared ? (
        <>
          {" The nearest result is that of "}
          <Link
            to={executionPath(compared, { node: comparedPath || undefined })}
            className="mono text-accent hover:underline"
          >
            {compared.name}
          </Link>
          .
        </>
      ) : undefined}
    </p>
  );
}

import { useState } from "react";
import { LinkButton } from "../../../ui/button.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import type { ExecutionId } from "../queries.ts";

interface ReportTabProps {
  readonly id: ExecutionId;
  readonly nodeId: string;
  readonly name: string;
}

/** What the task has written for people to look at: it runs as nobody, and reaches nothing of this page. */
export function ReportTab({ id, nodeId, name }: ReportTabProps) {
  const [isLoaded, setIsLoaded] = useState(false);
  const url = `/decks/${[id.project, id.domain, id.name, nodeId].map(encodeURIComponent).join("/")}`;
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex flex-none items-center gap-2 border-b border-line px-4 py-1.5 text-meta text-muted">
        Written by the task; it can reach nothing outside of itself.
        <LinkButton size="small" className="ml-auto" to={url} reloadDocument target="_blank" rel="noreferrer noopener">
          Open alone
        </LinkButton>
      </div>
      <div className="relative min-h-0 flex-1">
        {isLoaded ? undefined : <SkeletonRows label="Loading the report" rows={6} />}
        <iframe
          title={`Report of ${name}`}
          src={url}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
          onLoad={() => setIsLoaded(true)}
          className="absolute inset-0 size-full border-0 bg-white"
        />
      </div>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { type ExecutionId, logTailQuery } from "../queries.ts";
import { LogLineView } from "./log-line.tsx";

interface LogTailProps {
  readonly id: ExecutionId;
  readonly nodeId: string;
  readonly attempt: number;
  readonly count: number;
}

/** The last lines of an attempt, for a glance. */
export function LogTail({ id, nodeId, attempt, count }: LogTailProps) {
  const { data, error } = useQuery(logTailQuery(id, nodeId, attempt, count));
  if (error) return <p className="text-meta text-muted">The log could not be read: {failureMessage(error)}</p>;
  if (!data) return <div className="h-10 rounded-control bg-hover" />;
  if (data.lines.length === 0) return <p className="text-meta text-muted">The task wrote nothing.</p>;
  return (
    <section aria-label="Last log lines" className="overflow-x-auto rounded-control border border-line bg-bg py-1.5">
      {data.lines.map((line) => (
        <LogLineView key={String(line.number)} line={line} time="none" wrap={false} />
      ))}
    </section>
  );
}

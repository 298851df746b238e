import { useQueries } from "@tanstack/react-query";
import { FailureFace } from "../../frame/failure-face.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { DetailFrame } from "./detail-frame.tsx";
import { type NodeRow, pathIn } from "./node-rows.ts";
import { comparedNodeQuery, type ExecutionId } from "./queries.ts";
import { SideLetter } from "./side-heads.tsx";
import { valueRows } from "./value-rows.ts";
import { ValuesTable } from "./values-table.tsx";

interface NodeDetailProps {
  readonly row: NodeRow;
  readonly ids: readonly ExecutionId[];
  readonly sides: readonly string[];
  /** Which of them still run. */
  readonly ongoing: readonly number[];
  readonly onClose: () => void;
}

/** One node in all executions: its errors, what it read and wrote. */
export function NodeDetail({ row, ids, sides, ongoing, onClose }: NodeDetailProps) {
  // An execution whose graph has no such node is not asked for it.
  const answers = useQueries({
    queries: ids.map((id, side) => {
      const path = pathIn(row.node, side);
      return { ...comparedNodeQuery(id, path ?? "", ongoing.includes(side)), enabled: path !== undefined };
    }),
  });
  const isLoading = answers.some(({ isLoading: loading }) => loading);
  const failed = answers.find(({ error, data }) => error && !data);
  const errors = answers.flatMap(({ data }, side) =>
    data?.error ? [{ side: sides[side] ?? "", text: data.error.message }] : [],
  );
  return (
    <DetailFrame row={row} what="compared" onClose={onClose}>
      {isLoading ? (
        <SkeletonRows rows={3} label={`Loading ${row.node.name}`} />
      ) : failed ? (
        <FailureFace
          what="The node could not be read"
          error={failed.error}
          onRetry={() => void Promise.all(answers.map(({ isError, refetch }) => (isError ? refetch() : undefined)))}
        />
      ) : (
        <>
          {errors.map(({ side, text }) => (
            <p key={side} className="flex items-baseline gap-2 px-4 pt-2 text-fail">
              <SideLetter name={side} />
              <span className="mono min-w-0 wrap-anywhere whitespace-pre-wrap">{text}</span>
            </p>
          ))}
          <h3 className="px-4 pt-2 text-axis font-medium text-muted">Inputs</h3>
          <ValuesTable
            label="Inputs"
            rows={valueRows(answers.map(({ data }) => data?.inputs))}
            sides={sides}
            none="It reads nothing."
          />
          <h3 className="px-4 pt-2 text-axis font-medium text-muted">Outputs</h3>
          <ValuesTable
            label="Outputs"
            rows={valueRows(answers.map(({ data }) => data?.outputs))}
            sides={sides}
            none="There are none."
          />
        </>
      )}
    </DetailFrame>
  );
}

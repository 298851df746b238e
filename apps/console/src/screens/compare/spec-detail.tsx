import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { FailureFace } from "../../frame/failure-face.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { DetailFrame } from "./detail-frame.tsx";
import { DiffView } from "./diff-view.tsx";
import { lineDiff } from "./line-diff.ts";
import { type NodeRow, pathIn } from "./node-rows.ts";
import { comparedNodeQuery, type ExecutionId } from "./queries.ts";
import { specLines } from "./spec-text.ts";

interface SpecDetailProps {
  readonly row: NodeRow;
  readonly ids: readonly ExecutionId[];
  readonly sides: readonly string[];
  readonly onClose: () => void;
}

/** What a node is told to do in the first execution and in another one, as one text. */
export function SpecDetail({ row, ids, sides, onClose }: SpecDetailProps) {
  const [asked, setAsked] = useState<string>();
  const others = sides.slice(1);
  const other = others.find((each) => each === asked) ?? sides.at(-1) ?? "";
  const pair = [0, sides.indexOf(other)];
  const answers = useQueries({
    queries: pair.flatMap((side) => {
      const [id, path] = [ids[side], pathIn(row.node, side)];
      return id && path !== undefined ? [comparedNodeQuery(id, path)] : [];
    }),
  });
  const failed = answers.find(({ error, data }) => error && !data);
  const found = new Map(
    pair.filter((side) => pathIn(row.node, side) !== undefined).map((side, at) => [side, answers[at]?.data] as const),
  );
  const [left = [], right = []] = pair.map((side) => specLines(row.node.cells[side], found.get(side)?.specJson));
  const lines = lineDiff(left, right);
  const isSame = lines.every(({ kind }) => kind === "same");
  return (
    <DetailFrame
      row={row}
      what="specs compared"
      onClose={onClose}
      aside={
        others.length > 1 ? (
          <Segmented
            label="Compared with the first"
            selected={other}
            onSelect={setAsked}
            options={others.map((each) => ({ id: each, label: `${sides[0]} → ${each}` }))}
          />
        ) : undefined
      }
    >
      {failed ? (
        <FailureFace
          what="The specs could not be read"
          error={failed.error}
          onRetry={() => void Promise.all(answers.map(({ refetch }) => refetch()))}
        />
      ) : answers.some(({ data }) => !data) ? (
        <SkeletonRows rows={4} label={`Loading the specs of ${row.node.name}`} />
      ) : lines.length === 0 ? (
        <p className="p-4 text-muted">It runs no task of its own.</p>
      ) : (
        <>
          {isSame ? (
            <p className="px-4 pt-2 text-muted">
              {sides[0]} and {other} say the same.
            </p>
          ) : undefined}
          <DiffView key={`${row.node.path} ${other}`} label={`From ${sides[0]} to ${other}`} lines={lines} />
        </>
      )}
    </DetailFrame>
  );
}

import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useServerNow } from "../../../flyte/clock.ts";
import { viewAt } from "./view-at.ts";

export interface Replay {
  /** What is shown; undefined: how it is now. */
  readonly at: number | undefined;
  readonly from: number;
  readonly to: number;
  /** The execution then. */
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly move: (at: number | undefined) => void;
}

/** Until it rests, the cursor is not worth an address. */
const REST_MS = 250;

interface Given {
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly ongoing: boolean;
  /** The address's time. */
  readonly at: number | undefined;
  readonly onRest: (at: number | undefined) => void;
}

/** The time cursor: moves at once, draws when there is time, and is in the address once it rests. */
export function useReplay({ view, nodes, ongoing, at, onRest }: Given): Replay {
  const [moved, setMoved] = useState<{ readonly at: number | undefined }>();
  const now = useServerNow(ongoing);
  const { execution } = view;
  const from = execution?.createdAt ? timestampMs(execution.createdAt) : now;
  const to = Math.max(from + 1, execution?.endedAt ? timestampMs(execution.endedAt) : now);
  const wanted = moved ? moved.at : at;
  const cursor = wanted === undefined || wanted >= to ? undefined : Math.max(from, wanted);
  const drawn = useDeferredValue(cursor);
  useEffect(() => {
    if (!moved) return;
    const timer = setTimeout(() => {
      setMoved(undefined);
      if (moved.at !== at) onRest(moved.at);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [moved, at, onRest]);
  const then = useMemo(() => (drawn === undefined ? view : viewAt(view, drawn)), [view, drawn]);
  const nodesThen = useMemo(
    () => (then === view ? nodes : new Map(then.nodes.map((node) => [node.path, node]))),
    [then, view, nodes],
  );
  return { at: cursor, from, to, view: then, nodes: nodesThen, move: (next) => setMoved({ at: next }) };
}

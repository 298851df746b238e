/** When something happened in an execution: what the scrubber draws and steps along. */
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { PhaseLook } from "../../../flyte/phase-look.ts";
import { lookOf } from "../../../graph/node-face.ts";

export interface Moment {
  /** Server's milliseconds. */
  readonly at: number;
  readonly path: string;
  /** How a node ended, for those that are ends. */
  readonly end: PhaseLook | undefined;
  /** The node itself moved, not only its attempt. */
  readonly isNode: boolean;
}

/** In order of time. */
export function momentsOf(nodes: readonly NodeSummary[]): Moment[] {
  const moments = nodes.flatMap((node): Moment[] => {
    const moment = (time: Timestamp | undefined, isNode: boolean, end?: PhaseLook): Moment[] =>
      time ? [{ at: timestampMs(time), path: node.path, isNode, end }] : [];
    return [
      ...moment(node.queuedAt, true),
      ...moment(node.startedAt, true),
      ...node.attempts.flatMap(({ history, endedAt }) => [
        ...history.flatMap(({ at }) => moment(at, false)),
        ...moment(endedAt, false),
      ]),
      ...moment(node.endedAt, true, lookOf(node)),
    ];
  });
  return moments.sort((a, b) => a.at - b.at);
}

/** The nearest moment after a time; −1 as direction: before it. */
export function nextMoment(moments: readonly Moment[], at: number, direction: 1 | -1): Moment | undefined {
  return direction === 1 ? moments.find((each) => each.at > at) : moments.findLast((each) => each.at < at);
}

/** A stretch of the track: how much happened in it, and the end in it that says most. */
export interface Mark {
  readonly index: number;
  readonly count: number;
  readonly end: PhaseLook | undefined;
}

/** Moments gathered into so many stretches of equal length; those without any are left out. */
export function marksOf(moments: readonly Moment[], from: number, to: number, stretches: number): Mark[] {
  const marks = new Map<number, { count: number; end: PhaseLook | undefined }>();
  const length = Math.max(1, to - from) / stretches;
  for (const { at, end } of moments) {
    const index = Math.min(stretches - 1, Math.max(0, Math.floor((at - from) / length)));
    const mark = marks.get(index) ?? { count: 0, end: undefined };
    mark.count += 1;
    // A failure is seen whatever ended well beside it.
    if (end && (!mark.end || mark.end.quiet)) mark.end = end;
    marks.set(index, mark);
  }
  return [...marks].map(([index, mark]) => ({ index, ...mark })).sort((a, b) => a.index - b.index);
}

/** The elements of the seeded map node: as many as are asked for, of which every 17th failed and the last ones wait. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { TaskExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type ListMapItemsRequest,
  type ListMapItemsResponse,
  ListMapItemsResponseSchema,
  type MapCounts,
  MapCountsSchema,
  type MapItem,
  MapItemSchema,
  type MapItemView,
  MapItemViewSchema,
  type MapStrip,
  MapStripSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";

const FAILED_EVERY = 17;

function phaseOf(index: number, total: number): Phase {
  if (index >= total * 0.9) return Phase.UNDEFINED;
  if (index >= total * 0.88) return Phase.RUNNING;
  return index % FAILED_EVERY === 5 ? Phase.FAILED : Phase.SUCCEEDED;
}

export function seedMapCounts(total: number): MapCounts {
  const counts = { running: 0, succeeded: 0, failed: 0 };
  for (let index = 0; index < total; index += 1) {
    const phase = phaseOf(index, total);
    if (phase === Phase.RUNNING) counts.running += 1;
    else if (phase === Phase.FAILED) counts.failed += 1;
    else if (phase === Phase.SUCCEEDED) counts.succeeded += 1;
  }
  return create(MapCountsSchema, { total, ...counts });
}

export function seedMapItems(
  { start, limit, phases, containing }: ListMapItemsRequest,
  total: number,
): ListMapItemsResponse {
  const matching: MapItem[] = [];
  for (let index = start; index < total && matching.length <= limit; index += 1) {
    const item = itemOf(index, total);
    if ((phases.length === 0 || phases.includes(item.phase)) && item.inputHead.includes(containing))
      matching.push(item);
  }
  const rest = matching.splice(limit)[0];
  return create(ListMapItemsResponseSchema, {
    items: matching,
    counts: seedMapCounts(total),
    ...(rest ? { next: rest.index } : {}),
  });
}

export function seedMapStrip(total: number, asked: number): MapStrip {
  const width = Math.max(1, Math.ceil(total / asked));
  const bars = Array.from({ length: Math.ceil(total / width) }, (_, bar) => {
    const indices = Array.from({ length: Math.min(width, total - bar * width) }, (_each, at) => bar * width + at);
    const of = (phase: Phase) => indices.filter((index) => phaseOf(index, total) === phase).length;
    const begun = indices.length - of(Phase.UNDEFINED);
    const longest = begun - of(Phase.RUNNING) > 0 ? Math.max(...indices.map(secondsOf)) * 1000 : 0;
    return {
      ...{ start: bar * width, count: indices.length, begun, failed: of(Phase.FAILED), running: of(Phase.RUNNING) },
      longestMs: BigInt(longest),
    };
  });
  return create(MapStripSchema, { bars, longestMs: 97_000n });
}

export function seedMapItem(index: number, total: number): MapItemView {
  const item = itemOf(index, total);
  const error = { code: "USER", message: `Traceback (most recent call last):\n  shard ${index} has no rows` };
  return create(MapItemViewSchema, {
    item,
    inputs: { literals: { shard: integer(index), day: integer(23) } },
    ...(item.phase === Phase.SUCCEEDED ? { outputs: { literals: { rows: integer(index * 100) } } } : {}),
    ...(item.phase === Phase.FAILED ? { error } : {}),
    attempts:
      item.phase === Phase.UNDEFINED
        ? []
        : [
            {
              attempt: 0,
              phase: item.phase,
              startedAt: item.startedAt,
              endedAt: item.endedAt,
              createdAt: item.createdAt,
            },
          ],
  });
}

const secondsOf = (index: number): number => 3 + ((index * 31) % 95);

function itemOf(index: number, total: number): MapItem {
  const phase = phaseOf(index, total);
  const began = Date.now() - 540_000 + (index % 50) * 1000;
  const hasBegun = phase !== Phase.UNDEFINED;
  return create(MapItemSchema, {
    index,
    nodeId: `n7-0-n${index}`,
    phase,
    hasLog: hasBegun,
    inputHead: `shard-${index}`,
    errorHead: phase === Phase.FAILED ? `shard ${index} has no rows` : "",
    ...(hasBegun ? { createdAt: timestampFromMs(began), startedAt: timestampFromMs(began + 400) } : {}),
    ...(hasBegun && phase !== Phase.RUNNING ? { endedAt: timestampFromMs(began + 400 + secondsOf(index) * 1000) } : {}),
  });
}

const integer = (value: number): MessageInitShape<typeof LiteralSchema> => ({
  value: {
    case: "scalar",
    value: { value: { case: "primitive", value: { value: { case: "integer", value: BigInt(value) } } } },
  },
});

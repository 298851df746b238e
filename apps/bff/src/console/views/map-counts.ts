import { create } from "@bufbuild/protobuf";
import type { SubNodeCounts } from "@skein/engine/record";
import { type MapCounts, MapCountsSchema } from "@skein/spec/gen/skein/console/v1/console_pb";

export function mapCounts({ size: total, ...counts }: SubNodeCounts): MapCounts {
  return create(MapCountsSchema, { total, ...counts });
}

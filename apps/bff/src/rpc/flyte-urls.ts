/** `flyte://v1/<project>/<domain>/<execution>/<node>[/<attempt>]/{i|o|d}`: what pyflyte and links name data by. */
import { create } from "@bufbuild/protobuf";
import { type FlyteURLs, FlyteURLsSchema } from "@skein/spec/gen/flyteidl/admin/common_pb";
import type { ExecutionRow } from "../store/tables.ts";

/** A deck is of a node, not of an attempt. */
export function flyteUrls(
  row: ExecutionRow,
  nodeId: string,
  { attempt, hasDeck = false }: { readonly attempt?: number; readonly hasDeck?: boolean },
): FlyteURLs {
  const place = [row.execution_project, row.execution_domain, row.execution_name, nodeId];
  const prefix = `flyte://v1/${(attempt === undefined ? place : [...place, attempt]).join("/")}`;
  return create(FlyteURLsSchema, {
    inputs: `${prefix}/i`,
    outputs: `${prefix}/o`,
    ...(hasDeck && { deck: `${prefix}/d` }),
  });
}

/** `flyte://v1/<project>/<domain>/<execution>/<node>[/<attempt>]/{i|o}`: what pyflyte and links name data by. */
import { create } from "@bufbuild/protobuf";
import { type FlyteURLs, FlyteURLsSchema } from "@skein/spec/gen/flyteidl/admin/common_pb";
import type { ExecutionRow } from "../store/tables.ts";

export function flyteUrls(row: ExecutionRow, nodeId: string, attempt?: number): FlyteURLs {
  const place = [row.execution_project, row.execution_domain, row.execution_name, nodeId];
  const prefix = `flyte://v1/${(attempt === undefined ? place : [...place, attempt]).join("/")}`;
  return create(FlyteURLsSchema, { inputs: `${prefix}/i`, outputs: `${prefix}/o` });
}

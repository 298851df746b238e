import { create, type JsonObject, toJson } from "@bufbuild/protobuf";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Literal, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { formatResourceType } from "@skein/spec/identifier";
import type { Scope } from "../../paths.ts";

/** What a launch asks for, before it is a message. */
export interface LaunchRequestParts {
  readonly target: Identifier;
  readonly scope: Scope;
  /** Empty: generated. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, Literal>>;
  /** 0: the default. */
  readonly maxParallelism: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Cached results are made anew. */
  readonly overwriteCache?: boolean;
  /** Paths of the nodes before which the run is to wait; Flyte's own API knows no such thing. */
  readonly holdBefore?: readonly string[];
}

/** The body of AdminService.CreateExecution that does the same, as protobuf JSON. */
export function adminRequest({
  target,
  scope,
  name,
  inputs,
  maxParallelism,
  labels,
  overwriteCache,
}: LaunchRequestParts): JsonObject {
  const { project, domain } = scope;
  const literals = toJson(LiteralMapSchema, create(LiteralMapSchema, { literals: { ...inputs } }));
  return {
    project,
    domain,
    ...(name && { name }),
    spec: {
      launchPlan: {
        resourceType: formatResourceType(target.resourceType),
        project: target.project,
        domain: target.domain,
        name: target.name,
        version: target.version,
      },
      metadata: { mode: "MANUAL" },
      ...(maxParallelism > 0 && { maxParallelism }),
      ...(overwriteCache && { overwriteCache }),
      ...(Object.keys(labels).length > 0 && { labels: { values: { ...labels } } }),
    },
    inputs: literals,
  };
}

/** The same launch from a shell. */
export function curlCommand(request: JsonObject, origin: string): string {
  const body = JSON.stringify(request, undefined, 2).replaceAll("'", "'\\''");
  return [
    "curl \\",
    `  ${origin}/flyteidl.service.AdminService/CreateExecution \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body}'`,
  ].join("\n");
}

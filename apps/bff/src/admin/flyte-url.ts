/** `flyte://v1/<project>/<domain>/<execution>/<node>[/<attempt>]/{i|o|d}` or `…/{i|o}/<name>`: data by where it came from. */
import { create } from "@bufbuild/protobuf";
import {
  type WorkflowExecutionIdentifier,
  WorkflowExecutionIdentifierSchema,
} from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { InvalidRequest } from "./request-checks.ts";

export interface DataReference {
  readonly executionId: WorkflowExecutionIdentifier;
  readonly nodeId: string;
  /** Undefined: the node's own data. */
  readonly attempt: number | undefined;
  readonly what: "inputs" | "outputs" | "deck";
  /** Undefined: all of it. */
  readonly literal: string | undefined;
}

const NAME = "[a-zA-Z0-9_-]+";
const FORM = new RegExp(
  `^flyte://v1/(${NAME})/(${NAME})/(${NAME})/(${NAME})(?:/(\\d{1,9}))?/(?:(d)|([io])(?:/(${NAME}))?)$`,
);

/** @throws InvalidRequest */
export function parseFlyteUrl(url: string): DataReference {
  const [whole, project, domain, name, nodeId, attempt, deck, part, literal] = FORM.exec(url) ?? [];
  if (whole === undefined || !project || !domain || !name || !nodeId)
    throw new InvalidRequest(
      `failed to parse artifact url [${url}]: it is flyte://v1/<project>/<domain>/<execution>/<node>[/<attempt>]/<i, o or d>`,
    );
  if (deck !== undefined && attempt !== undefined)
    throw new InvalidRequest(`failed to parse artifact url [${url}]: a deck is a node's, not an attempt's`);
  return {
    executionId: create(WorkflowExecutionIdentifierSchema, { project, domain, name }),
    nodeId,
    attempt: attempt === undefined ? undefined : Number(attempt),
    what: deck !== undefined ? "deck" : part === "i" ? "inputs" : "outputs",
    literal,
  };
}

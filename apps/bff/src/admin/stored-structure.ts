/**
 * "Already registered" or "different structure" (admin-api.md §2.1): nothing is ever overwritten.
 *
 * What is compared is the compiled thing in canonical bytes, so that registering an unchanged file again is the same.
 */
import { createHash } from "node:crypto";
import { create, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { canonicalBytes } from "@skein/spec/digest";
import { CreateWorkflowFailureReasonSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { describeResourceType } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import { DetailedProblem } from "./problem-detail.ts";
import { type Difference, formatDifferences } from "./structure-diff.ts";

/** SHA-256 of the canonical bytes. */
export function digestOf<Schema extends DescMessage>(schema: Schema, message: MessageShape<Schema>): Uint8Array {
  return createHash("sha256").update(canonicalBytes(schema, message)).digest();
}

export const isSameDigest = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** The very same is registered: clients count that as success. */
class AlreadyRegistered extends Problem {
  readonly kind = "conflict";
}

class WorkflowAlreadyRegistered extends DetailedProblem {
  readonly kind = "conflict";
}

/** Something else is registered under this version. */
class DifferentStructure extends Problem {
  readonly kind = "invalid";
}

class WorkflowDifferentStructure extends DetailedProblem {
  readonly kind = "invalid";
}

export function alreadyRegistered(id: Identifier): Problem {
  const message = `${describeResourceType(id.resourceType)} with identical structure already exists with id ${formatId(id)}`;
  if (id.resourceType !== ResourceType.WORKFLOW) return new AlreadyRegistered(message);
  return new WorkflowAlreadyRegistered(message, workflowReason("existsIdenticalStructure", id));
}

export function differentStructure(id: Identifier, differences: readonly Difference[]): Problem {
  const kind = describeResourceType(id.resourceType);
  const message =
    `${id.name} ${kind} with different structure already exists. ` +
    `(Please register a new version of the ${kind}):\n${formatDifferences(differences)}`;
  if (id.resourceType !== ResourceType.WORKFLOW) return new DifferentStructure(message);
  return new WorkflowDifferentStructure(message, workflowReason("existsDifferentStructure", id));
}

function workflowReason(reason: "existsIdenticalStructure" | "existsDifferentStructure", id: Identifier) {
  const value = create(CreateWorkflowFailureReasonSchema, { reason: { case: reason, value: { id } } });
  return { desc: CreateWorkflowFailureReasonSchema, value };
}

const formatId = ({ project, domain, name, version }: Identifier): string =>
  `project:"${project}" domain:"${domain}" name:"${name}" version:"${version}"`;

/** What every request is checked for, in upstream's order and words (admin-api.md §1): clients print them. */
import type {
  Identifier,
  NodeExecutionIdentifier,
  ResourceType,
  WorkflowExecutionIdentifier,
} from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { describeUnfitFields, formatResourceType } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";

export class InvalidRequest extends Problem {
  readonly kind = "invalid";
}

export class MissingEntity extends Problem {
  readonly kind = "notFound";

  constructor(type: string, identifier: string) {
    super(`missing entity of type ${type} with identifier ${identifier}`);
  }
}

/** @throws InvalidRequest `missing <field>` */
export function requireText(value: string, field: string): void {
  if (value === "") throw new InvalidRequest(`missing ${field}`);
}

/** The value, which must be there. @throws InvalidRequest `missing <field>` */
export function requireValue<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new InvalidRequest(`missing ${field}`);
  return value;
}

/**
 * A complete identifier of the given resource type.
 *
 * @throws InvalidRequest in upstream's order: missing, of another type, project, domain, name, version
 */
export function requireIdentifier(id: Identifier | undefined, resourceType: ResourceType): Identifier {
  const given = requireValue(id, "id");
  if (given.resourceType !== resourceType)
    throw new InvalidRequest(
      `unexpected resource type ${formatResourceType(given.resourceType).toLowerCase()} for identifier ` +
        `[${formatParts(given)}], expected ${formatResourceType(resourceType).toLowerCase()} instead`,
    );
  return requireParts(given);
}

/**
 * A complete identifier that something can be registered under.
 *
 * @throws InvalidRequest as `requireIdentifier`, then where a part is too long or holds control characters
 */
export function requireNewIdentifier(id: Identifier | undefined, resourceType: ResourceType): Identifier {
  const given = requireIdentifier(id, resourceType);
  const [unfit] = describeUnfitFields(given);
  if (unfit !== undefined) throw new InvalidRequest(unfit);
  return given;
}

/** A complete identifier, whatever its resource type says (GetTask and UpdateLaunchPlan do not look at it). */
export function requireParts(id: Identifier | undefined): Identifier {
  const given = requireValue(id, "id");
  for (const field of ["project", "domain", "name", "version"] as const) requireText(given[field], field);
  return given;
}

export function requireExecutionId(
  id: WorkflowExecutionIdentifier | undefined,
  field = "id",
): WorkflowExecutionIdentifier {
  const given = requireValue(id, field);
  for (const part of ["project", "domain", "name"] as const) requireText(given[part], part);
  return given;
}

/** A complete node execution identifier, its execution beside it. */
export function requireNodeExecutionId(id: NodeExecutionIdentifier | undefined): {
  readonly executionId: WorkflowExecutionIdentifier;
  readonly nodeId: string;
} {
  const given = requireValue(id, "id");
  const executionId = requireExecutionId(given.executionId, "execution_id");
  requireText(given.nodeId, "node_id");
  return { executionId, nodeId: given.nodeId };
}

function formatParts({ project, domain, name, version }: Identifier): string {
  return `project:"${project}" domain:"${domain}" name:"${name}" version:"${version}"`;
}

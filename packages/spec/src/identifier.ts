/**
 * What things are called: identifiers of Flyte's entities and executions, as text and back.
 *
 * Text for people is `project:domain:name:version` and does not tell a task from a workflow of the same name;
 * `identifierKey` does, and is what maps are keyed by (resource_type is part of the identity upstream).
 * @see flyteidl/core/identifier.proto
 */
import { create } from "@bufbuild/protobuf";
import {
  type Identifier,
  IdentifierSchema,
  type NodeExecutionIdentifier,
  NodeExecutionIdentifierSchema,
  ResourceType,
  type TaskExecutionIdentifier,
  TaskExecutionIdentifierSchema,
  type WorkflowExecutionIdentifier,
  WorkflowExecutionIdentifierSchema,
} from "./gen/flyteidl/core/identifier_pb.js";
import { Problem } from "./problem.ts";

/** Text that should be an identifier and is not; the message says which form is due. */
export class InvalidIdentifier extends Problem {
  readonly kind = "invalid";
}

/** The fields that name an entity; messages and plain objects both fit. */
export type IdentifierParts = Pick<Identifier, "resourceType" | "project" | "domain" | "name" | "version"> &
  Partial<Pick<Identifier, "org">>;
/** The fields that name an execution. */
export type ExecutionIdParts = Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name"> &
  Partial<Pick<WorkflowExecutionIdentifier, "org">>;

const resourceTypeNames = {
  [ResourceType.UNSPECIFIED]: "UNSPECIFIED",
  [ResourceType.TASK]: "TASK",
  [ResourceType.WORKFLOW]: "WORKFLOW",
  [ResourceType.LAUNCH_PLAN]: "LAUNCH_PLAN",
  [ResourceType.DATASET]: "DATASET",
} as const satisfies Record<ResourceType, string>;

const resourceTypeWords = {
  [ResourceType.UNSPECIFIED]: "entity",
  [ResourceType.TASK]: "task",
  [ResourceType.WORKFLOW]: "workflow",
  [ResourceType.LAUNCH_PLAN]: "launch plan",
  [ResourceType.DATASET]: "dataset",
} as const satisfies Record<ResourceType, string>;

/** The name in the proto file, such as `LAUNCH_PLAN`; a number newer than our protos reads `UNSPECIFIED`. */
export function formatResourceType(type: ResourceType): string {
  return resourceTypeNames[type] ?? resourceTypeNames[ResourceType.UNSPECIFIED];
}

/** The word in a sentence, such as `launch plan`. */
export function describeResourceType(type: ResourceType): string {
  return resourceTypeWords[type] ?? resourceTypeWords[ResourceType.UNSPECIFIED];
}

/** `project:domain:name:version`; a message that is absent or has empty parts keeps its colons. */
export function formatIdentifier(id: IdentifierParts | undefined): string {
  return id ? `${id.project}:${id.domain}:${id.name}:${id.version}` : ":::";
}

/**
 * The identity as one text: resource type, the four parts, and the organisation where there is one.
 *
 * Two identifiers have the same key exactly if they are equal, whatever characters their parts hold.
 */
export function identifierKey(id: IdentifierParts): string {
  const parts = [formatResourceType(id.resourceType), id.project, id.domain, id.name, id.version];
  if (id.org) parts.push(id.org);
  return parts.map(escapeColon).join(":");
}

const identifierFields = ["project", "domain", "name", "version"] as const;
/** As many as upstream's tables are meant for; flytekit's generated names stay below. */
const longestField = 255;

/** Why no entity can be registered under this identifier: a sentence for each part that is too long or holds what nobody sees. */
export function describeUnfitFields(id: IdentifierParts): string[] {
  return identifierFields.flatMap((field) => {
    const text = id[field];
    const { length } = [...text];
    if (length > longestField)
      return [`The ${field} ${quoteStart(text)} has ${length} characters; at most ${longestField} are taken`];
    return /\p{Cc}/u.test(text) ? [`The ${field} ${quoteStart(text)} holds a control character; leave it out`] : [];
  });
}

const quoteStart = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/**
 * Reads `project:domain:name:version`. A name may hold colons, the other parts may not.
 *
 * @throws InvalidIdentifier when it has fewer parts, or an empty one
 */
export function parseIdentifier(text: string, resourceType: ResourceType): Identifier {
  const [project, domain, ...rest] = text.split(":");
  const version = rest.pop();
  const name = rest.join(":");
  if (!project || !domain || !name || !version) {
    throw new InvalidIdentifier(
      `"${text}" is not a ${describeResourceType(resourceType)} identifier; write project:domain:name:version`,
    );
  }
  return create(IdentifierSchema, { resourceType, project, domain, name, version });
}

/** Whether they name the same entity; resource type and organisation count. */
export function equalIdentifiers(left: IdentifierParts, right: IdentifierParts): boolean {
  return (
    left.resourceType === right.resourceType &&
    left.project === right.project &&
    left.domain === right.domain &&
    left.name === right.name &&
    left.version === right.version &&
    (left.org ?? "") === (right.org ?? "")
  );
}

/** The first field that is empty, in upstream's order of checks; undefined when the identifier is complete. */
export function findMissingPart(
  id: IdentifierParts,
): "resource_type" | "project" | "domain" | "name" | "version" | undefined {
  if (id.resourceType === ResourceType.UNSPECIFIED) return "resource_type";
  for (const part of ["project", "domain", "name", "version"] as const) if (id[part] === "") return part;
  return undefined;
}

/** `project:domain:name`. */
export function formatExecutionId(id: ExecutionIdParts | undefined): string {
  return id ? `${id.project}:${id.domain}:${id.name}` : "::";
}

/**
 * Reads `project:domain:name`.
 *
 * @throws InvalidIdentifier when it does not have three non-empty parts
 */
export function parseExecutionId(text: string): WorkflowExecutionIdentifier {
  const [project, domain, name, ...rest] = text.split(":");
  if (!project || !domain || !name || rest.length > 0) {
    throw new InvalidIdentifier(`"${text}" is not an execution identifier; write project:domain:name`);
  }
  return create(WorkflowExecutionIdentifierSchema, { project, domain, name });
}

/** Whether they name the same execution. */
export function equalExecutionIds(left: ExecutionIdParts, right: ExecutionIdParts): boolean {
  return (
    left.project === right.project &&
    left.domain === right.domain &&
    left.name === right.name &&
    (left.org ?? "") === (right.org ?? "")
  );
}

/** `project:domain:execution:node`. */
export function formatNodeExecutionId(id: NodeExecutionIdentifier | undefined): string {
  return `${formatExecutionId(id?.executionId)}:${id?.nodeId ?? ""}`;
}

/**
 * Reads `project:domain:execution:node`.
 *
 * @throws InvalidIdentifier when it does not have four non-empty parts
 */
export function parseNodeExecutionId(text: string): NodeExecutionIdentifier {
  const [project, domain, name, nodeId, ...rest] = text.split(":");
  if (!project || !domain || !name || !nodeId || rest.length > 0) {
    throw new InvalidIdentifier(`"${text}" is not a node execution identifier; write project:domain:execution:node`);
  }
  return create(NodeExecutionIdentifierSchema, { nodeId, executionId: { project, domain, name } });
}

/** Whether they name the same node execution; an absent execution equals only an absent one. */
export function equalNodeExecutionIds(left: NodeExecutionIdentifier, right: NodeExecutionIdentifier): boolean {
  if (left.nodeId !== right.nodeId) return false;
  if (!left.executionId || !right.executionId) return left.executionId === right.executionId;
  return equalExecutionIds(left.executionId, right.executionId);
}

/** `project:domain:execution:node:attempt@task`, the task as its own identifier text. Attempts count from 0. */
export function formatTaskExecutionId(id: TaskExecutionIdentifier): string {
  return `${formatNodeExecutionId(id.nodeExecutionId)}:${id.retryAttempt}@${formatIdentifier(id.taskId)}`;
}

/**
 * Reads `project:domain:execution:node:attempt@project:domain:name:version`.
 *
 * @throws InvalidIdentifier when a part is missing or the attempt is not a whole number
 */
export function parseTaskExecutionId(text: string): TaskExecutionIdentifier {
  const found = /^(?<node>[^@]*):(?<attempt>\d{1,9})@(?<task>.*)$/s.exec(text)?.groups;
  if (!found?.node || !found.attempt || !found.task) {
    throw new InvalidIdentifier(
      `"${text}" is not a task execution identifier; write project:domain:execution:node:attempt@project:domain:name:version`,
    );
  }
  return create(TaskExecutionIdentifierSchema, {
    taskId: parseIdentifier(found.task, ResourceType.TASK),
    nodeExecutionId: parseNodeExecutionId(found.node),
    retryAttempt: Number(found.attempt),
  });
}

/** Whether they name the same attempt of the same task at the same node. */
export function equalTaskExecutionIds(left: TaskExecutionIdentifier, right: TaskExecutionIdentifier): boolean {
  return formatTaskExecutionId(left) === formatTaskExecutionId(right);
}

/** The longest name an execution may have: it becomes a DNS label upstream. */
export const longestExecutionName = 63;

/**
 * What is wrong with a name somebody chose for an execution; undefined when it may be used.
 *
 * Upstream lower-cases before it checks, so capitals pass.
 * @see flyteadmin/pkg/manager/impl/validation/execution_validator.go CheckValidExecutionID
 */
export function findExecutionNameProblem(name: string): string | undefined {
  if (name.length > longestExecutionName) {
    return `Execution name "${name}" has ${name.length} characters; use at most ${longestExecutionName}`;
  }
  if (!/^[a-z][a-z\-0-9]*$/.test(name.toLowerCase())) {
    return `Execution name "${name}" is not allowed; begin with a letter and use only letters, digits and "-"`;
  }
  return undefined;
}

function escapeColon(part: string): string {
  return !/[%:]/.test(part) ? part : part.replaceAll("%", "%25").replaceAll(":", "%3A");
}

/**
 * Completes the identifiers of specs that were serialized without a place: empty parts, and the templates that
 * `pyflyte package` writes, become the project, domain and version they are registered in.
 *
 * @see flytectl/cmd/register/register_util.go hydrateIdentifier
 */
import { type Identifier, ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import type { Node, WorkflowTemplate } from "../gen/flyteidl/core/workflow_pb.js";
import { assertNever } from "../never.ts";
import { resourceTypeOf, type SpecEntity } from "../spec-entity.ts";

export interface Place {
  readonly project: string;
  readonly domain: string;
  readonly version: string;
}

/** Changes the entity's messages in place. Text that is no template stays as it is. */
export function fillIdentifiers(entity: SpecEntity, place: Place): void {
  const fill = (id: Identifier | undefined, type: ResourceType) => fillIdentifier(id, type, place);
  fill(entity.id, resourceTypeOf[entity.kind]);
  switch (entity.kind) {
    case "task":
      fill(entity.spec.template?.id, ResourceType.TASK);
      return;
    case "workflow":
      for (const template of [entity.spec.template, ...entity.spec.subWorkflows]) {
        fill(template?.id, ResourceType.WORKFLOW);
        for (const node of allNodes(template)) {
          for (const { id, type } of referencesOf(node)) fill(id, type);
        }
      }
      return;
    case "launchPlan":
      fill(entity.spec.workflowId, ResourceType.WORKFLOW);
      return;
    default:
      assertNever(entity, "entity");
  }
}

/** Whether filling would need a version: only then one has to be made up. */
export function lacksVersion(id: Identifier): boolean {
  return isOpen(id.version, "version");
}

function fillIdentifier(id: Identifier | undefined, type: ResourceType, place: Place): void {
  if (!id) return;
  for (const part of ["project", "domain", "version"] as const) if (isOpen(id[part], part)) id[part] = place[part];
  if (id.resourceType === ResourceType.UNSPECIFIED) id.resourceType = type;
}

function isOpen(text: string, part: "project" | "domain" | "version"): boolean {
  return text === "" || new RegExp(`^\\{\\{\\s*registration\\.${part}\\s*\\}\\}$`).test(text);
}

/** All nodes of a template, those inside branches and arrays too. */
export function allNodes(template: WorkflowTemplate | undefined): Node[] {
  const nodes = [...(template?.nodes ?? []), ...(template?.failureNode ? [template.failureNode] : [])];
  // The list grows while it is walked: what is inside a node is looked at after it.
  for (const { target } of nodes) {
    if (target.case === "arrayNode" && target.value.node) nodes.push(target.value.node);
    if (target.case !== "branchNode") continue;
    const { ifElse } = target.value;
    for (const block of [ifElse?.case, ...(ifElse?.other ?? [])]) if (block?.thenNode) nodes.push(block.thenNode);
    if (ifElse?.default.case === "elseNode") nodes.push(ifElse.default.value);
  }
  return nodes;
}

/** The entities a node runs, not counting those of nodes inside it. */
export function referencesOf({ target }: Node): { readonly id: Identifier; readonly type: ResourceType }[] {
  if (target.case === "taskNode") {
    const { reference } = target.value;
    return reference.case === "referenceId" ? [{ id: reference.value, type: ResourceType.TASK }] : [];
  }
  if (target.case !== "workflowNode") return [];
  const { reference } = target.value;
  switch (reference.case) {
    case "subWorkflowRef":
      return [{ id: reference.value, type: ResourceType.WORKFLOW }];
    case "launchplanRef":
      return [{ id: reference.value, type: ResourceType.LAUNCH_PLAN }];
    case undefined:
      return [];
    default:
      return assertNever(reference, "workflow reference");
  }
}

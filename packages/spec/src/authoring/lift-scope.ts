/**
 * What lifting knows of the entities a workflow refers to: those lifted with it, and those registered elsewhere. And how
 * to write a reference, so that lowering finds the same one.
 */
import { create } from "@bufbuild/protobuf";
import { type Identifier, ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import { type ParameterMap, VariableMapSchema } from "../gen/flyteidl/core/interface_pb.js";
import type { TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";
import type { WorkflowTemplate } from "../gen/flyteidl/core/workflow_pb.js";
import { formatIdentifier, identifierKey } from "../identifier.ts";
import type { SpecEntity } from "../spec-entity.ts";
import { withGiven } from "./given-entities.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { compact, fields, type Written } from "./lift-written.ts";
import { toParameterMap } from "./lower-interface.ts";
import type { Registered, RegisteredLaunchPlan } from "./registered.ts";
import type { EntityKind } from "./unit.ts";

/** The project and domain that the text is to be read for. */
export interface Home {
  readonly project: string;
  readonly domain: string;
}

export class LiftScope {
  readonly home: Home;
  readonly #entities: readonly SpecEntity[];
  readonly #known: Registered;

  constructor(entities: readonly SpecEntity[], home: Home, registered: Registered) {
    this.#entities = entities;
    this.home = home;
    this.#known = withGiven(entities, registered);
  }

  findTask(id: Identifier): TaskTemplate | undefined {
    return this.#known.findTask(id);
  }

  /** @throws NotSayable where nobody knows it, so that its inputs have no types */
  getTask(id: Identifier | undefined): TaskTemplate {
    return (id && this.findTask(id)) ?? refuse("task", id);
  }

  /** @throws NotSayable where nobody knows it */
  getWorkflow(id: Identifier | undefined): WorkflowTemplate {
    return (id && this.#known.findWorkflow(id)?.template) ?? refuse("workflow", id);
  }

  /** Every workflow has a launch plan of its own name, also where nobody gave it. @throws NotSayable */
  getLaunchPlan(id: Identifier | undefined): RegisteredLaunchPlan {
    const known = id && this.#known.findLaunchPlan(id);
    if (!id || known) return known ?? refuse("launch plan", id);
    const workflow = this.#known.findWorkflow(id)?.template;
    if (!workflow) return refuse("launch plan", id);
    const expectedInputs = toParameterMap(workflow.interface?.inputs);
    return { id, expectedInputs, expectedOutputs: workflow.interface?.outputs ?? create(VariableMapSchema) };
  }

  /** What a launch of a workflow takes that is not defined in the text. */
  parametersOf(id: Identifier): ParameterMap {
    const plan = this.#known.findLaunchPlan(id);
    return plan?.expectedInputs ?? toParameterMap(this.getWorkflow(id).interface?.inputs);
  }

  /** A reference: the bare name for what the text holds, else all that is needed to find exactly this one. */
  refer(kind: EntityKind, id: Identifier): Written {
    const named = this.#entities.filter((each) => isIt(each, kind) && each.id.name === id.name);
    const versions = new Set(named.map((each) => identifierKey({ ...each.id, resourceType: id.resourceType })));
    const { project, domain } = this.home;
    const isHome = id.project === project && id.domain === domain;
    if (versions.size === 1 && versions.has(identifierKey(id)) && isHome) return id.name;
    return compact(
      fields({
        name: id.name,
        version: id.version,
        project: id.project === project ? undefined : id.project,
        domain: id.domain === domain ? undefined : id.domain,
      }),
    );
  }
}

/** A workflow stands for its default launch plan too. */
function isIt(entity: SpecEntity, kind: EntityKind): boolean {
  return entity.kind === kind || (kind === "launchPlan" && entity.kind === "workflow");
}

function refuse(what: string, id: Identifier | undefined): never {
  throw new NotSayable(`nothing is known of the ${what} ${formatIdentifier(id)}, which it uses`);
}

/** The id of a workflow's default launch plan. */
export function defaultPlanKey(workflow: Identifier): string {
  return identifierKey({ ...workflow, resourceType: ResourceType.LAUNCH_PLAN });
}

/**
 * What lifting knows of the entities a workflow refers to: those lifted with it, and those registered elsewhere. And how
 * to write a reference, so that lowering finds the same one.
 */
import { create } from "@bufbuild/protobuf";
import { type Identifier, ResourceType } from "../../gen/flyteidl/core/identifier_pb.js";
import { type ParameterMap, VariableMapSchema } from "../../gen/flyteidl/core/interface_pb.js";
import type { TaskTemplate } from "../../gen/flyteidl/core/tasks_pb.js";
import type { WorkflowTemplate } from "../../gen/flyteidl/core/workflow_pb.js";
import { formatIdentifier, identifierKey } from "../../identifier.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import { withGiven } from "../given-entities.ts";
import { toParameterMap } from "../lower-interface.ts";
import type { Registered, RegisteredLaunchPlan } from "../registered.ts";
import type { EntityKind } from "../unit.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { compact, fields, type Written } from "./lift-written.ts";

/** The project and domain that the text is to be read for. */
export interface Home {
  readonly project: string;
  readonly domain: string;
}

/** Answers for one text: what is in it, and what is known besides. */
export class LiftScope {
  readonly home: Home;
  /** Keys of what the text holds, by kind and name. */
  readonly #held = new Map<string, Set<string>>();
  readonly #known: Registered;

  constructor(entities: readonly SpecEntity[], home: Home, registered: Registered) {
    this.home = home;
    this.#known = withGiven(entities, registered);
    for (const { kind, id } of entities) {
      this.#hold(kind, id.name, identifierKey(id));
      // Every workflow stands for its default launch plan too.
      if (kind === "workflow") this.#hold("launchPlan", id.name, defaultPlanKey(id));
    }
  }

  /** Undefined where nobody knows it. */
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
    const held = this.#held.get(`${kind} ${id.name}`);
    const { project, domain } = this.home;
    const isHome = id.project === project && id.domain === domain;
    if (isHome && held?.size === 1 && held.has(identifierKey(id))) return id.name;
    return compact(
      fields({
        name: id.name,
        version: id.version,
        project: id.project === project ? undefined : id.project,
        domain: id.domain === domain ? undefined : id.domain,
      }),
    );
  }

  #hold(kind: EntityKind, name: string, key: string): void {
    const held = this.#held.get(`${kind} ${name}`) ?? new Set();
    this.#held.set(`${kind} ${name}`, held.add(key));
  }
}

function refuse(what: string, id: Identifier | undefined): never {
  throw new NotSayable(`nothing is known of the ${what} ${formatIdentifier(id)}, which it uses`);
}

/** The id of a workflow's default launch plan. */
export function defaultPlanKey(workflow: Identifier): string {
  return identifierKey({ ...workflow, resourceType: ResourceType.LAUNCH_PLAN });
}

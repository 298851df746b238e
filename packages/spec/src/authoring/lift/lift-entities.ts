/**
 * Entities → pieces of concise documents, each by itself. Left out is what lowering adds: default launch plans that say
 * nothing of their own, and tasks that nodes make.
 */
import { create } from "@bufbuild/protobuf";
import { type Identifier, ResourceType } from "../../gen/flyteidl/core/identifier_pb.js";
import { type ParameterMap, ParameterMapSchema } from "../../gen/flyteidl/core/interface_pb.js";
import { equalIdentifiers, identifierKey } from "../../identifier.ts";
import { assertNever } from "../../never.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import { toParameterMap } from "../lower-interface.ts";
import type { Registered } from "../registered.ts";
import { type EntityKind, entityName } from "../unit.ts";
import { liftLaunchPlan } from "./lift-launch-plan.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { defaultPlanKey, type Home, LiftScope } from "./lift-scope.ts";
import { liftTask } from "./lift-task.ts";
import { liftWorkflow } from "./lift-workflow.ts";
import type { Fields } from "./lift-written.ts";

/** One entity as it will stand in a section of a concise document. */
export interface Piece {
  readonly kind: EntityKind;
  readonly id: Identifier;
  readonly written: Fields;
}

type Workflow = Extract<SpecEntity, { kind: "workflow" }>;
type LaunchPlan = Extract<SpecEntity, { kind: "launchPlan" }>;

/** What became of the entities that shall be concise. */
export interface Pieces {
  readonly pieces: readonly Piece[];
  /** Why further entities cannot be pieces, by their key: then it is to be asked again. */
  readonly refused: ReadonlyMap<string, string>;
  /** The tasks that lowering will make, with the workflow whose node asks for it: by keys. */
  readonly made: ReadonlyMap<string, string>;
}

/**
 * Lifts all that is not in canonical form.
 *
 * @param unsaid keys of the entities that stand in the text in canonical form
 */
export function liftEntities(
  entities: readonly SpecEntity[],
  unsaid: ReadonlySet<string>,
  home: Home,
  registered: Registered,
): Pieces {
  const isConcise = (entity: SpecEntity) => !unsaid.has(identifierKey(entity.id));
  const concise = entities.filter(isConcise);
  const scope = new LiftScope(entities, home, registered);
  // To lowering, what is canonical counts as registered.
  const outside = new LiftScope(
    entities.filter((each) => !isConcise(each)),
    home,
    registered,
  );
  const pieces: Piece[] = [];
  const refused = new Map<string, string>();
  const made = new Map<string, string>();
  const taken = new Set<string>();
  for (const entity of concise) {
    try {
      refuseName(entity.id, home);
      const name = `${entity.kind} ${entity.id.name}`;
      if (taken.has(name)) throw new NotSayable("another version of it stands in the same text");
      taken.add(name);
      const written = liftEntity(entity);
      if (written) pieces.push({ kind: entity.kind, id: entity.id, written });
    } catch (reason) {
      if (!(reason instanceof NotSayable)) throw reason;
      refused.set(identifierKey(entity.id), reason.message);
    }
  }
  return { pieces: pieces.filter(({ id }) => !made.has(identifierKey(id))), refused, made };

  function liftEntity(entity: SpecEntity): Fields | undefined {
    switch (entity.kind) {
      case "task":
        return liftTask(entity.spec);
      case "workflow": {
        const names = new Set<string>();
        const plan = ownPlan(entity);
        if (plan && !isConcise(plan)) throw new NotSayable("its launch plan of the same name is in canonical form");
        const written = liftWorkflow(entity.spec, parametersIn(entity, plan), scope, names);
        for (const name of names) {
          made.set(identifierKey({ ...entity.id, resourceType: ResourceType.TASK, name }), identifierKey(entity.id));
        }
        return written;
      }
      case "launchPlan": {
        const { workflowId } = entity.spec;
        const workflow = concise.find((each) => isWorkflow(each, workflowId));
        const isDefault = workflow?.kind === "workflow" && defaultPlanKey(workflow.id) === identifierKey(entity.id);
        const written = liftLaunchPlan(entity.spec, parametersOf(workflow, workflowId), scope);
        return isDefault && written.size === 1 ? undefined : written;
      }
      default:
        return assertNever(entity, "entity");
    }
  }

  /** The launch plan of the workflow's own name. */
  function ownPlan(workflow: Workflow): LaunchPlan | undefined {
    const key = defaultPlanKey(workflow.id);
    return entities.find((each): each is LaunchPlan => each.kind === "launchPlan" && identifierKey(each.id) === key);
  }

  /** What it says of the workflow's inputs: that becomes their defaults. */
  function parametersIn(workflow: Workflow, plan: LaunchPlan | undefined): ParameterMap | undefined {
    return isWorkflow(workflow, plan?.spec.workflowId) ? plan?.spec.defaultInputs : undefined;
  }

  /** As lowering will see them. */
  function parametersOf(workflow: SpecEntity | undefined, id: Identifier | undefined): ParameterMap {
    if (workflow?.kind !== "workflow") return id ? outside.parametersOf(id) : create(ParameterMapSchema);
    const declared = toParameterMap(workflow.spec.template?.interface?.inputs).parameters;
    const own = Object.entries(parametersIn(workflow, ownPlan(workflow))?.parameters ?? {});
    const said = own.filter(([name, { behavior }]) => {
      return Object.hasOwn(declared, name) && (behavior.case === "default" || behavior.case === "required");
    });
    return create(ParameterMapSchema, { parameters: { ...declared, ...Object.fromEntries(said) } });
  }
}

function isWorkflow(entity: SpecEntity, id: Identifier | undefined): boolean {
  return entity.kind === "workflow" && id !== undefined && equalIdentifiers(entity.id, id);
}

function refuseName({ name, version, project, domain, org }: Identifier, home: Home): void {
  if (project !== home.project || domain !== home.domain) throw new NotSayable(`it belongs to ${project}/${domain}`);
  if (org !== "") throw new NotSayable(`it belongs to the organisation ${org}`);
  if (version === "") throw new NotSayable("it has no version");
  if (!entityName.test(name)) throw new NotSayable("its name holds more than letters, digits, _, - and .");
}

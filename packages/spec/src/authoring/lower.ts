/**
 * The concise form → spec messages: all documents that were given together, each entity by itself, so that one bad task
 * hides no other. What refers to it is left out with it, and says so.
 *
 * A name is looked for in the same document, then in what was given with it, then among what is registered.
 */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { type LaunchPlanSpec, LaunchPlanSpecSchema } from "../gen/flyteidl/admin/launch_plan_pb.js";
import { type TaskSpec, TaskSpecSchema } from "../gen/flyteidl/admin/task_pb.js";
import { type WorkflowSpec, WorkflowSpecSchema } from "../gen/flyteidl/admin/workflow_pb.js";
import { type Identifier, IdentifierSchema, ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import type { ParameterMap } from "../gen/flyteidl/core/interface_pb.js";
import { formatIdentifier } from "../identifier.ts";
import { contentVersion } from "./content-version.ts";
import type { DocNode } from "./document.ts";
import { EntityScope } from "./entity-scope.ts";
import type { Findings } from "./findings.ts";
import { toParameters, type Variables } from "./lower-interface.ts";
import { defaultLaunchPlan, lowerLaunchPlan } from "./lower-launch-plan.ts";
import { lowerTask } from "./lower-task.ts";
import { lowerWorkflow } from "./lower-workflow.ts";
import type { Registered } from "./registered.ts";
import { launchPlanShape, taskShape, workflowShape } from "./schema.ts";
import type { Defaults, LaunchPlanTarget, TaskTarget, WorkflowTarget } from "./scope.ts";
import type { Named } from "./shape.ts";
import { SourceMap } from "./source-map.ts";
import type { Span } from "./source-text.ts";
import type { EntityKind, Unit } from "./unit.ts";

/** Something a document defines, or a node of it asks for. */
export type LoweredEntity = (
  | { readonly kind: "task"; readonly spec: TaskSpec }
  | { readonly kind: "workflow"; readonly spec: WorkflowSpec }
  | { readonly kind: "launchPlan"; readonly spec: LaunchPlanSpec }
) & {
  readonly id: Identifier;
  readonly file: string;
  readonly findings: Findings;
  readonly span: Span;
  readonly map: SourceMap;
};

export interface LoweringTarget {
  readonly project: string;
  readonly domain: string;
  /** In place of the version that a document names, or of its hash. */
  readonly version?: string;
}

/** Where an entity stands in the lowering, and what others can make of it. */
export interface EntityState {
  readonly isBusy: boolean;
  /** False: it has errors and is left out. */
  readonly isGood: boolean;
  readonly task?: TaskTarget;
  readonly workflow?: WorkflowTarget & { readonly parameters: ParameterMap };
  readonly launchPlan?: LaunchPlanTarget;
}

/** Lowers everything. Findings go to each unit's own; what has errors is not among the entities. */
export function lowerUnits(units: readonly Unit[], target: LoweringTarget, registered: Registered): LoweredEntity[] {
  return new Lowering(units, target, registered).run();
}

const resourceTypes = {
  task: ResourceType.TASK,
  workflow: ResourceType.WORKFLOW,
  launchPlan: ResourceType.LAUNCH_PLAN,
} as const satisfies Record<EntityKind, ResourceType>;

export class Lowering {
  readonly units: readonly Unit[];
  readonly target: LoweringTarget;
  readonly registered: Registered;
  /** Names of workflows and launch plans being lowered, outermost first. */
  readonly trail: string[] = [];
  readonly #versions = new Map<Unit, string>();
  readonly #states = new Map<Named<DocNode>, EntityState>();
  readonly #entities: LoweredEntity[] = [];

  constructor(units: readonly Unit[], target: LoweringTarget, registered: Registered) {
    this.units = units;
    this.target = target;
    this.registered = registered;
  }

  run(): LoweredEntity[] {
    for (const kind of ["task", "workflow", "launchPlan"] as const) {
      for (const unit of this.units) for (const named of unit.entities[kind].values()) this.lower(kind, named, unit);
    }
    return this.#entities;
  }

  /** The state of an entity, lowering it first where that was not done yet. */
  lower(kind: EntityKind, named: Named<DocNode>, unit: Unit): EntityState {
    const known = this.#states.get(named);
    if (known) return known;
    this.#states.set(named, { isBusy: true, isGood: false });
    if (kind !== "task") this.trail.push(named.name);
    const state = this.#lowerNow(kind, named, unit);
    if (kind !== "task") this.trail.pop();
    this.#states.set(named, state);
    return state;
  }

  identify(unit: Unit, resourceType: ResourceType, name: string): Identifier {
    const { project, domain } = this.target;
    return create(IdentifierSchema, { resourceType, project, domain, name, version: this.versionOf(unit) });
  }

  versionOf(unit: Unit): string {
    const known = this.target.version || unit.version?.text || this.#versions.get(unit);
    if (known) return known;
    const version = contentVersion(unit, (reference, from) => {
      const scope = new EntityScope(this, from);
      const plan = reference.kind === "launchPlan" ? scope.locateByName("workflow", reference) : undefined;
      const found = scope.locateByName(reference.kind, reference) ?? plan;
      if (!found) {
        const id = scope.findRegistered(reference.kind, reference);
        return id && formatIdentifier(id);
      }
      return found.unit.version ? `${found.named.name}:${found.unit.version.text}` : found.unit;
    });
    this.#versions.set(unit, version);
    return version;
  }

  /** Keeps an entity, unless its messages nest deeper than can be read back. */
  keep(entity: LoweredEntity): boolean {
    if (!isReadable(entity)) {
      entity.findings.add({
        code: "DepthLimit",
        message: `The ${entity.kind} ${entity.id.name} nests deeper than a message can`,
        span: entity.span,
        hints: [{ text: "Flatten its values, or move inner switches into workflows of their own" }],
      });
      return false;
    }
    this.#entities.push(entity);
    return true;
  }

  /** The task kept under an id. */
  findTask(id: Identifier): LoweredEntity | undefined {
    const text = formatIdentifier(id);
    return this.#entities.find((each) => each.kind === "task" && formatIdentifier(each.id) === text);
  }

  #lowerNow(kind: EntityKind, named: Named<DocNode>, unit: Unit): EntityState {
    const id = this.identify(unit, resourceTypes[kind], named.name);
    const findings = unit.findings.within({ entity: formatIdentifier(id) });
    const span = { start: named.nameSpan.start, end: Math.max(named.nameSpan.end, named.node.end) };
    const map = new SourceMap(unit.findings.source, named.nameSpan);
    const common = { id, file: unit.findings.file, findings, span, map };
    switch (kind) {
      case "task":
        return this.#lowerTask(named, common);
      case "workflow":
        return this.#lowerWorkflow(named, unit, common);
      case "launchPlan":
        return this.#lowerLaunchPlan(named, unit, common);
    }
  }

  #lowerTask(named: Named<DocNode>, common: Common): EntityState {
    const { findings, id, map } = common;
    const place = { what: `The task ${named.name}`, head: named.nameSpan };
    const doc = taskShape.read(named.node, place, findings);
    if (!doc) return bad;
    const { spec, inputs } = lowerTask(doc, id, map, findings);
    const isGood = findings.errors === 0 && this.keep({ kind: "task", spec, ...common });
    // With errors elsewhere its interface can still be right: then nodes that use it are checked against it.
    const declared = (doc.inputs?.length ?? 0) + (doc.outputs?.length ?? 0);
    const { interface: known } = spec.template ?? {};
    const typed = [known?.inputs, known?.outputs].flatMap((each) => Object.keys(each?.variables ?? {}));
    const isTyped = spec.template !== undefined && (isGood || (declared > 0 && typed.length === declared));
    return {
      isBusy: false,
      isGood,
      ...(isTyped && spec.template ? { task: { template: spec.template, defaults: toDefaults(inputs) } } : {}),
    };
  }

  #lowerWorkflow(named: Named<DocNode>, unit: Unit, common: Common): EntityState {
    const { findings, id, map } = common;
    const place = { what: `The workflow ${named.name}`, head: named.nameSpan };
    const doc = workflowShape.read(named.node, place, findings);
    if (!doc) return bad;
    const scope = new EntityScope(this, unit);
    const { spec, inputs, carried } = lowerWorkflow(doc, id, scope, map, findings);
    const { template } = spec;
    if (findings.errors > 0 || !template?.interface) return bad;
    if (!scope.made.every((task) => this.keep(task))) return bad;
    if (!this.keep({ kind: "workflow", spec, ...common })) return bad;
    const parameters = toParameters(inputs);
    this.#addDefaultPlan(named.name, id, parameters, inputs, unit, common);
    const origin = { map, source: findings.source, path: ["template"] };
    return {
      isBusy: false,
      isGood: true,
      workflow: {
        id,
        interface: template.interface,
        defaults: toDefaults(inputs),
        templates: [{ template, origin }, ...carried],
        parameters,
      },
    };
  }

  /** Unless the document has a launch plan of that name, which then is the default one. */
  #addDefaultPlan(
    name: string,
    workflowId: Identifier,
    parameters: ParameterMap,
    inputs: Variables,
    unit: Unit,
    common: Common,
  ): void {
    if (unit.entities.launchPlan.has(name)) return;
    const id = this.identify(unit, ResourceType.LAUNCH_PLAN, name);
    const map = new SourceMap(common.findings.source, {
      start: common.span.start,
      end: common.span.start + name.length,
    });
    for (const { name: input, nameSpan } of inputs.values()) map.set(["defaultInputs", "parameters", input], nameSpan);
    this.keep({ ...common, kind: "launchPlan", id, map, spec: defaultLaunchPlan(workflowId, parameters) });
  }

  #lowerLaunchPlan(named: Named<DocNode>, unit: Unit, common: Common): EntityState {
    const { findings, id, map } = common;
    const place = { what: `The launch plan ${named.name}`, head: named.nameSpan };
    const doc = launchPlanShape.read(named.node, place, findings);
    const workflow = doc?.workflow && new EntityScope(this, unit).findPlannedWorkflow(doc.workflow, findings);
    if (!doc || !workflow) return bad;
    if (workflow.id.name !== named.name && unit.entities.workflow.has(named.name)) {
      findings.add({
        code: "DuplicateId",
        message: `The launch plan ${named.name} is for another workflow than the one of the same name`,
        span: named.nameSpan,
        hints: [{ text: "A workflow's default launch plan has its name; call this one differently" }],
      });
    }
    const spec = lowerLaunchPlan(doc, workflow.id, workflow.parameters, map, findings);
    if (findings.errors > 0 || !this.keep({ kind: "launchPlan", spec, ...common })) return bad;
    const inputs = spec.defaultInputs ?? workflow.parameters;
    return { isBusy: false, isGood: true, launchPlan: { id, inputs, outputs: workflow.outputs } };
  }
}

type Common = Pick<LoweredEntity, "id" | "file" | "findings" | "span" | "map">;

const bad: EntityState = { isBusy: false, isGood: false };

function toDefaults(variables: Variables): Defaults {
  return new Map([...variables.values()].flatMap((each) => (each.default ? [[each.name, each.default.literal]] : [])));
}

/** Deep documents make deep messages, and protobuf readers refuse what nests deeper than 100. */
function isReadable(entity: LoweredEntity): boolean {
  const text = entity.findings.source.slice(entity.span);
  if (!/^ {40}|[[{](?:[^\n[{]*[[{]){19}/m.test(text)) return true;
  try {
    switch (entity.kind) {
      case "task":
        fromBinary(TaskSpecSchema, toBinary(TaskSpecSchema, entity.spec));
        break;
      case "workflow":
        fromBinary(WorkflowSpecSchema, toBinary(WorkflowSpecSchema, entity.spec));
        break;
      case "launchPlan":
        fromBinary(LaunchPlanSpecSchema, toBinary(LaunchPlanSpecSchema, entity.spec));
        break;
    }
    return true;
  } catch {
    return false; // the reader's only complaint about what was just written is its depth
  }
}

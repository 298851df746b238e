/**
 * Names as the entities of one document see them: the document itself first, then what was given with it, then what is
 * registered. A lookup that finds nothing, or something that has errors, says so to whoever asked.
 */
import { create, equals } from "@bufbuild/protobuf";
import { TaskSpecSchema } from "../gen/flyteidl/admin/task_pb.js";
import { type Identifier, IdentifierSchema, ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import {
  type ParameterMap,
  TypedInterfaceSchema,
  type VariableMap,
  VariableMapSchema,
} from "../gen/flyteidl/core/interface_pb.js";
import { type TaskTemplate, TaskTemplateSchema } from "../gen/flyteidl/core/tasks_pb.js";
import type { DocNode } from "./document.ts";
import type { AuthoringCode, Findings } from "./findings.ts";
import type { EntityState, LoweredEntity, Lowering } from "./lower.ts";
import { toParameterMap } from "./lower-interface.ts";
import type { EntityRefDoc } from "./schema.ts";
import type { LaunchPlanTarget, Scope, TaskTarget, WorkflowTarget } from "./scope.ts";
import type { Named } from "./shape.ts";
import { SourceMap } from "./source-map.ts";
import type { Span } from "./source-text.ts";
import type { EntityKind, Unit } from "./unit.ts";

/** A name as it was written, with what narrows it. */
interface WrittenName {
  readonly name: string;
  readonly version?: string;
  readonly project?: string;
  readonly domain?: string;
}

/** Where a name leads among the documents that were given. */
export interface Located {
  readonly unit: Unit;
  readonly named: Named<DocNode>;
}

/** A workflow as a launch plan needs it. */
export interface PlannedWorkflow {
  readonly id: Identifier;
  readonly parameters: ParameterMap;
  readonly outputs: VariableMap;
}

const words = { task: "task", workflow: "workflow", launchPlan: "launch plan" } as const;
const notFound = {
  task: "TaskReferenceNotFound",
  workflow: "WorkflowReferenceNotFound",
  launchPlan: "LaunchPlanReferenceNotFound",
} as const satisfies Record<EntityKind, AuthoringCode>;

export class EntityScope implements Scope {
  readonly #lowering: Lowering;
  readonly #unit: Unit;
  /** What was already said to be left out because of something else. */
  readonly #skipped = new Set<string>();
  readonly #made: LoweredEntity[] = [];

  constructor(lowering: Lowering, unit: Unit) {
    this.#lowering = lowering;
    this.#unit = unit;
  }

  identify(resourceType: ResourceType, name: string): Identifier {
    return this.#lowering.identify(this.#unit, resourceType, name);
  }

  findTask(reference: EntityRefDoc, findings: Findings): TaskTarget | undefined {
    const written = readName(reference);
    if (!written) return undefined;
    const state = this.#lower("task", written, reference, findings);
    if (state) return state.task;
    const template = this.#lowering.registered.findTask(this.#fullName(written));
    return template ? { template, defaults: new Map() } : this.#missing("task", written, reference, findings);
  }

  findWorkflow(reference: EntityRefDoc, findings: Findings): WorkflowTarget | undefined {
    const written = readName(reference);
    if (!written) return undefined;
    const state = this.#lower("workflow", written, reference, findings);
    if (state) return state.workflow;
    const found = this.#lowering.registered.findWorkflow(this.#fullName(written));
    const { template } = found ?? {};
    if (!found || !template?.id) return this.#missing("workflow", written, reference, findings);
    const templates = [template, ...found.subWorkflows].map((each) => ({ template: each }));
    return {
      id: template.id,
      interface: template.interface ?? create(TypedInterfaceSchema),
      defaults: new Map(),
      templates,
    };
  }

  findLaunchPlan(reference: EntityRefDoc, findings: Findings): LaunchPlanTarget | undefined {
    const written = readName(reference);
    if (!written) return undefined;
    const state = this.#lower("launchPlan", written, reference, findings);
    if (state) return state.launchPlan;
    // Every workflow has a launch plan of its own name.
    if (this.locate("workflow", written)) {
      const workflow = this.findPlannedWorkflow(reference, findings);
      if (!workflow) return undefined;
      const { project, domain, name, version } = workflow.id;
      const id = create(IdentifierSchema, { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version });
      return { id, inputs: workflow.parameters, outputs: workflow.outputs };
    }
    const found = this.#lowering.registered.findLaunchPlan(this.#fullName(written));
    if (!found) return this.#missing("launchPlan", written, reference, findings);
    return { id: found.id, inputs: found.expectedInputs, outputs: found.expectedOutputs };
  }

  /** The workflow of a launch plan: its id and what a launch of it takes. */
  findPlannedWorkflow(reference: EntityRefDoc, findings: Findings): PlannedWorkflow | undefined {
    const written = readName(reference);
    if (!written) return undefined;
    const state = this.#lower("workflow", written, reference, findings);
    if (state) {
      const { workflow } = state;
      return workflow && { id: workflow.id, parameters: workflow.parameters, outputs: outputsOf(workflow.interface) };
    }
    const name = this.#fullName(written);
    const template = this.#lowering.registered.findWorkflow(name)?.template;
    if (!template?.id) return this.#missing("workflow", written, reference, findings);
    const plan = this.#lowering.registered.findLaunchPlan({ ...name, version: template.id.version });
    const parameters = plan?.expectedInputs ?? toParameterMap(template.interface?.inputs);
    return { id: template.id, parameters, outputs: outputsOf(template.interface) };
  }

  addTask(template: TaskTemplate, span: Span, findings: Findings): void {
    const { id } = template;
    if (!id) return;
    const known = this.#made.find((each) => equals(IdentifierSchema, each.id, id)) ?? this.#lowering.findTask(id);
    if (known?.kind === "task" && known.spec.template && equals(TaskTemplateSchema, known.spec.template, template))
      return;
    if (known || this.#unit.entities.task.has(id.name)) {
      findings.add({
        code: "DuplicateId",
        message: `This node makes the task ${id.name}, but the file has another task of that name`,
        span,
        hints: [{ text: "Call that task differently" }],
      });
      return;
    }
    const map = new SourceMap(findings.source, span);
    const spec = create(TaskSpecSchema, { template });
    this.#made.push({ kind: "task", id, spec, file: findings.file, span, map, findings });
  }

  /** The tasks that nodes asked for: to be kept when the workflow is. */
  get made(): readonly LoweredEntity[] {
    return this.#made;
  }

  /** Where a name leads among the documents that were given: this one first. */
  locate(kind: EntityKind, written: WrittenName): Located | undefined {
    const isIt = (unit: Unit) => written.version === undefined || written.version === this.#lowering.versionOf(unit);
    return this.#candidates(kind, written).find(({ unit }) => isIt(unit));
  }

  /** The same without asking for versions, which may not be known yet. An exact version is taken as another's. */
  locateByName(kind: EntityKind, written: WrittenName): Located | undefined {
    return written.version === undefined ? this.#candidates(kind, written)[0] : undefined;
  }

  #candidates(kind: EntityKind, written: WrittenName): Located[] {
    const { project, domain } = this.#lowering.target;
    if ((written.project ?? project) !== project || (written.domain ?? domain) !== domain) return [];
    return [this.#unit, ...this.#lowering.units].flatMap((unit) => {
      const named = unit.entities[kind].get(written.name);
      return named ? [{ unit, named }] : [];
    });
  }

  /** The id of what is registered under a name. */
  findRegistered(kind: EntityKind, written: WrittenName): Identifier | undefined {
    const { registered } = this.#lowering;
    const name = this.#fullName(written);
    if (kind === "task") return registered.findTask(name)?.id;
    return kind === "workflow" ? registered.findWorkflow(name)?.template.id : registered.findLaunchPlan(name)?.id;
  }

  /** The state of what a name leads to among the given documents. What is not good fails whoever asks. */
  #lower(kind: EntityKind, written: WrittenName, reference: EntityRefDoc, findings: Findings): EntityState | undefined {
    const located = this.locate(kind, written);
    if (!located) return undefined;
    const state = this.#lowering.lower(kind, located.named, located.unit);
    if (state.isBusy) this.#reportCycle(written.name, reference, findings);
    else if (!state.isGood) this.#reportSkipped(kind, written.name, reference, findings);
    return state;
  }

  #reportCycle(name: string, reference: EntityRefDoc, findings: Findings): void {
    const trail = this.#lowering.trail;
    const cycle = [...trail.slice(Math.max(0, trail.indexOf(name))), name];
    findings.add({
      code: "CycleDetected",
      message: `${name} uses itself: ${cycle.join(" → ")}`,
      span: reference.at,
      data: { cycle },
      hints: [{ text: "Break the circle; a workflow cannot contain itself" }],
    });
  }

  #reportSkipped(kind: EntityKind, name: string, reference: EntityRefDoc, findings: Findings): void {
    const what = `The ${words[kind]} ${name}`;
    findings.fail();
    if (this.#skipped.has(what)) return;
    this.#skipped.add(what);
    findings.add({
      code: "SkippedEntity",
      severity: "info",
      message: `${what} has errors, so what uses it is left out`,
      span: reference.at,
    });
  }

  #missing(kind: EntityKind, written: WrittenName, reference: EntityRefDoc, findings: Findings): undefined {
    const span = reference.name ?? reference.at;
    const { project, domain } = this.#fullName(written);
    const names = this.#names(kind, project, domain);
    const other = (["task", "workflow", "launchPlan"] as const).find(
      (each) => each !== kind && this.locate(each, written),
    );
    const isLocal = names.includes(written.name);
    const where = isLocal && written.version !== undefined ? ` in version ${written.version}` : "";
    const near = findings.didYouMean(written.name, names, span);
    findings.add({
      code: notFound[kind],
      message: `There is no ${words[kind]} "${written.name}"${where} in this file, nor registered in ${project}/${domain}`,
      span,
      data: { name: written.name, candidates: names.slice(0, 200) },
      hints: other
        ? [{ text: `${written.name} is a ${words[other]}; write ${other}: ${written.name}` }]
        : near.length > 0
          ? near
          : [{ text: `Define it in the file, or register it in ${project}/${domain} first` }],
    });
    return undefined;
  }

  #names(kind: EntityKind, project: string, domain: string): string[] {
    const own = [this.#unit, ...this.#lowering.units].flatMap((unit) => [
      ...unit.entities[kind].keys(),
      ...(kind === "launchPlan" ? unit.entities.workflow.keys() : []),
    ]);
    return [...new Set([...own, ...(this.#lowering.registered.listNames?.(kind, project, domain) ?? [])])];
  }

  #fullName({ name, version, project, domain }: WrittenName) {
    const { target } = this.#lowering;
    const full = { project: project ?? target.project, domain: domain ?? target.domain, name };
    return version === undefined ? full : { ...full, version };
  }
}

function readName({ name, version, project, domain }: EntityRefDoc): WrittenName | undefined {
  if (!name) return undefined; // that it is missing was reported
  return {
    name: name.text,
    ...(version ? { version: version.text } : {}),
    ...(project ? { project: project.text } : {}),
    ...(domain ? { domain: domain.text } : {}),
  };
}

const outputsOf = (known: { outputs?: VariableMap | undefined } | undefined) =>
  known?.outputs ?? create(VariableMapSchema);

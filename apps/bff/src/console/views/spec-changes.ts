/** What a task template says otherwise where it runs than it was registered, and who said so. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { TaskResourceSpec } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import {
  Resources_ResourceName as Name,
  type Resources,
  type TaskTemplate,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import {
  SpecChange_Layer as Layer,
  type SpecChange,
  SpecChangeSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { identifierKey } from "@skein/spec/identifier";
import { attributeConfigOf, attributeResourcesOf } from "../../admin/attribute-effects.ts";
import { effectiveConfig } from "../../admin/execution-config.ts";
import { toShownAssignments } from "../../runner/environment.ts";
import { parseQuantity } from "../../runner/quantity.ts";
import type { Database } from "../../store/database.ts";
import { findLaunchPlanById } from "../../store/launch-plans.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { closureAt, type Drawn } from "./closure.ts";

export function specChanges(db: Database, execution: ExecutionRow, drawn: Drawn, path: string): SpecChange[] {
  const task = taskAt(drawn, path);
  if (!task) return [];
  const { template, overrides } = task;
  return [
    ...(overrides ? ofNode(template, overrides) : []),
    ...ofLaunch(template, configOf(db, execution)),
    ...ofProject(template, overrides, execution),
  ];
}

interface NodeTask {
  readonly template: TaskTemplate;
  readonly overrides: TaskNodeOverrides | undefined;
}

/** The task a node runs as it was registered, and what the node says of it. */
function taskAt(drawn: Drawn, path: string): NodeTask | undefined {
  const target = drawn.templates.get(path)?.target;
  const task = target?.case === "arrayNode" ? target.value.node?.target : target;
  if (task?.case !== "taskNode" || !task.value.reference.value) return undefined;
  const key = identifierKey(task.value.reference.value);
  const found = closureAt(drawn, path).tasks.find(({ template }) => template?.id && identifierKey(template.id) === key);
  return found?.template && { template: found.template, overrides: task.value.overrides };
}

function ofNode(template: TaskTemplate, overrides: TaskNodeOverrides): SpecChange[] {
  const container = containerOf(template);
  const { containerImage, extendedResources, podTemplate, resources } = overrides;
  const own = template.extendedResources;
  const lists = container && resources ? (["requests", "limits"] as const) : [];
  return [
    ...(container && containerImage ? changed(Layer.NODE, "container.image", container.image, containerImage) : []),
    ...lists.flatMap((list) =>
      (resources?.[list] ?? []).flatMap(({ name, value }) =>
        changed(Layer.NODE, resourceField(list, name), amountOf(container?.resources, list, name), value),
      ),
    ),
    ...(extendedResources
      ? [
          ...changed(
            Layer.NODE,
            "extendedResources.gpuAccelerator.device",
            own?.gpuAccelerator?.device,
            extendedResources.gpuAccelerator?.device,
          ),
          ...changed(
            Layer.NODE,
            "extendedResources.sharedMemory.sizeLimit",
            own?.sharedMemory?.sizeLimit,
            extendedResources.sharedMemory?.sizeLimit,
          ),
        ]
      : []),
    ...(podTemplate
      ? changed(Layer.NODE, "k8sPod", template.target.case === "k8sPod" ? "the task's" : "", "the node's")
      : []),
  ];
}

type Config = ReturnType<typeof configOf>;

function configOf(db: Database, row: ExecutionRow) {
  const launchPlan = row.launch_plan_id === null ? undefined : findLaunchPlanById(db, row.launch_plan_id);
  return effectiveConfig(
    fromBinary(ExecutionSpecSchema, row.spec),
    launchPlan && fromBinary(LaunchPlanSpecSchema, launchPlan.spec),
    attributeConfigOf(row),
  );
}

function ofLaunch(template: TaskTemplate, { envs, interruptible }: Config): SpecChange[] {
  const { metadata } = template;
  const own = new Map(containerOf(template)?.env.map(({ key, value }) => [key, value]));
  const declared =
    metadata?.interruptibleValue.case === "interruptible" ? String(metadata.interruptibleValue.value) : "";
  return [
    ...[...envs].flatMap(([name, value]) => {
      // What may not be shown of the variable is not told of either.
      const isShown = toShownAssignments(new Map([[name, value]])).length > 0;
      return isShown ? changed(Layer.LAUNCH, `container.env.${name}`, own.get(name), value) : [];
    }),
    ...(interruptible === undefined
      ? []
      : changed(Layer.LAUNCH, "metadata.interruptible", declared, String(interruptible))),
  ];
}

/** As the runner settles it (runner/resources.ts). */
function ofProject(
  template: TaskTemplate,
  overrides: TaskNodeOverrides | undefined,
  execution: ExecutionRow,
): SpecChange[] {
  const own = containerOf(template)?.resources;
  const { defaults, limits } = attributeResourcesOf(execution) ?? {};
  return ([Name.CPU, Name.MEMORY] as const).flatMap((name) => {
    const said = (list: "requests" | "limits") =>
      amountOf(overrides?.resources, list, name) || amountOf(own, list, name);
    const limit = said("limits");
    const usual = limit || said("requests") ? "" : projectAmount(defaults, name);
    const most = projectAmount(limits, name);
    const wanted = limit || usual;
    const isCapped = most !== "" && (wanted === "" || Number(parseQuantity(most)) < Number(parseQuantity(wanted)));
    return [
      ...(usual ? changed(Layer.PROJECT_DEFAULT, resourceField("requests", name), "", usual) : []),
      ...(usual ? changed(Layer.PROJECT_DEFAULT, resourceField("limits", name), "", usual) : []),
      ...(isCapped ? changed(Layer.PROJECT_LIMIT, resourceField("limits", name), wanted, most) : []),
    ];
  });
}

const containerOf = ({ target }: TaskTemplate) => (target.case === "container" ? target.value : undefined);

/** Zero counts as not said, as for the runner. */
function amountOf(resources: Resources | undefined, list: "requests" | "limits", name: Name): string {
  const value = resources?.[list].find((each) => each.name === name)?.value ?? "";
  return parseQuantity(value) === 0 ? "" : value;
}

function projectAmount(amounts: TaskResourceSpec | undefined, name: Name.CPU | Name.MEMORY): string {
  const value = (name === Name.CPU ? amounts?.cpu : amounts?.memory) ?? "";
  return parseQuantity(value) ? value : "";
}

const resourceField = (list: "requests" | "limits", name: Name) =>
  `container.resources.${list}.${(Name[name] ?? "resource").toLowerCase()}`;

function changed(layer: Layer, field: string, before = "", after = ""): SpecChange[] {
  return before === after ? [] : [create(SpecChangeSchema, { layer, field, before, after })];
}

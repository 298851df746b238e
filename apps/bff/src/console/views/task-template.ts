import { clone } from "@bufbuild/protobuf";
import { type Resources, type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { identifierKey } from "@skein/spec/identifier";
import { closureAt, type Drawn } from "./closure.ts";

/** The task a node runs, as it runs there: with the node's overrides. Undefined for nodes that run none. */
export function taskTemplateOf(drawn: Drawn, path: string): TaskTemplate | undefined {
  const target = drawn.templates.get(path)?.target;
  const task = target?.case === "arrayNode" ? target.value.node?.target : target;
  if (task?.case !== "taskNode" || !task.value.reference.value) return undefined;
  const key = identifierKey(task.value.reference.value);
  const found = closureAt(drawn, path).tasks.find(
    ({ template }) => template?.id && identifierKey(template.id) === key,
  )?.template;
  return found && withOverrides(found, task.value.overrides);
}

type TaskNode = Extract<Node["target"], { case: "taskNode" }>["value"];

function withOverrides(template: TaskTemplate, overrides: TaskNode["overrides"]): TaskTemplate {
  if (!overrides) return template;
  const own = clone(TaskTemplateSchema, template);
  if (overrides.extendedResources) own.extendedResources = overrides.extendedResources;
  if (own.target.case !== "container") return own;
  const container = own.target.value;
  if (overrides.containerImage !== "") container.image = overrides.containerImage;
  const { resources } = overrides;
  if (resources) container.resources = container.resources ? merged(container.resources, resources) : resources;
  return own;
}

/** As the runner takes them (runner/resources.ts): amount by amount, the node's before the task's. */
function merged(task: Resources, node: Resources): Resources {
  const amounts = (list: "requests" | "limits") => {
    const named = new Set(node[list].map((each) => each.name));
    return [...node[list], ...task[list].filter((each) => !named.has(each.name))];
  };
  return { ...task, requests: amounts("requests"), limits: amounts("limits") };
}

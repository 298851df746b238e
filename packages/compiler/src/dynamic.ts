/**
 * Compiles what a dynamic task wrote: the nodes it wants to run in its place.
 *
 * The nodes are wrapped in a template of their own, whose interface has the parent task's outputs and no inputs: a
 * promise to a workflow input cannot hold. Tasks come with the spec and are compiled first; one that is missing there is
 * not looked up elsewhere. A spec that does not compile is the user's error.
 * @see flytepropeller/pkg/controller/nodes/dynamic/dynamic_workflow.go
 */
import { create } from "@bufbuild/protobuf";
import { type Diagnostic, hasErrors, type Path } from "@skein/spec/diagnostic";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { DynamicJobSpec } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type WorkflowTemplate, WorkflowTemplateSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { LaunchPlanInterface } from "./scope.ts";
import { compileTask } from "./task.ts";
import { type CompileOptions, type CompileOutcome, compileWorkflow } from "./workflow.ts";

/** The node whose task wrote a spec. */
export interface DynamicParent {
  /** Of the execution. */
  readonly project: string;
  readonly domain: string;
  readonly nodeId: string;
  readonly task: TaskTemplate;
  /** What tells this workflow from others of the same node; upstream draws ten random characters. */
  readonly version: string;
}

/** A dynamic workflow as a template: ask getRequirements for the launch plans to load. */
export function dynamicTemplate(spec: DynamicJobSpec, parent: DynamicParent): WorkflowTemplate {
  const { project, domain, nodeId, task, version } = parent;
  const outputs = task.interface?.outputs ?? { variables: {} };
  return create(WorkflowTemplateSchema, {
    id: { resourceType: ResourceType.WORKFLOW, project, domain, name: `dynamic_${nodeId}`, version },
    interface: { inputs: { variables: {} }, outputs },
    nodes: spec.nodes,
    outputs: spec.outputs,
  });
}

/**
 * Compiles a dynamic workflow.
 *
 * @returns the closure, or findings with paths into the spec; those about the parent's outputs point at the spec itself
 */
export function compileDynamic(
  spec: DynamicJobSpec,
  parent: DynamicParent,
  launchPlans: readonly LaunchPlanInterface[],
  options: CompileOptions,
): CompileOutcome {
  const found: Diagnostic[] = [];
  const tasks = spec.tasks.map((given, index): CompiledTask => {
    const template = withConfigOf(parent.task, given);
    const { compiled, diagnostics } = compileTask(template);
    found.push(...diagnostics.map((each) => moved(each, (path) => ["tasks", index, ...path.slice(1)])));
    // One with errors lends its interface all the same, so that its mistake is not reported twice.
    return compiled ?? create(CompiledTaskSchema, { template });
  });
  const primary = dynamicTemplate(spec, parent);
  const { closure, diagnostics } = compileWorkflow(
    { primary, subWorkflows: spec.subworkflows, tasks, launchPlans },
    options,
  );
  // A task without id was reported when it was compiled.
  const isTold = ({ path }: Diagnostic) => path[0] === "tasks" && found.some((each) => each.path[1] === path[1]);
  for (const each of diagnostics) if (!isTold(each)) found.push(moved(each, pathInSpec));
  return closure && !hasErrors(found) ? { closure, diagnostics: found } : { diagnostics: found };
}

/** Tasks in containers also get the parent container's configuration. */
function withConfigOf(parent: TaskTemplate, task: TaskTemplate): TaskTemplate {
  const { target } = task;
  if (target.case !== "container" || parent.target.case !== "container") return task;
  const inherited = parent.target.value.config;
  if (inherited.length === 0) return task;
  const container = { ...target.value, config: [...target.value.config, ...inherited] };
  return { ...task, target: { case: "container", value: container } };
}

/** From a path into what was compiled, of which the spec's fields are parts. */
function pathInSpec(path: Path): Path {
  const [root, field, ...rest] = path;
  if (root === "subWorkflows") return ["subworkflows", ...path.slice(1)];
  if (root !== "template") return path;
  return field === "nodes" || field === "outputs" ? [field, ...rest] : [];
}

function moved(found: Diagnostic, move: (path: Path) => Path): Diagnostic {
  return {
    ...found,
    path: move(found.path),
    related: found.related.map((each) => ({ ...each, path: move(each.path) })),
    hints: found.hints.map(({ text, edit }) => {
      if (!edit) return { text };
      return { text, edit: "path" in edit ? { ...edit, path: move(edit.path) } : edit };
    }),
  };
}

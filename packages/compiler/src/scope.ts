/**
 * What the nodes of a compilation can see: the tasks, launch plans and workflows given with it, by identifier.
 */
import type { CompiledTask } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { ParameterMap, VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { identifierKey } from "@skein/spec/identifier";
import type { Findings, Mode, Report } from "./findings.ts";
import type { NodeIndex } from "./node-index.ts";
import type { DeclaredInterface, NodeInterface } from "./node-interface.ts";
import type { NodeRecord } from "./node-tree.ts";
import { into } from "./trail.ts";
import type { TypeMemo } from "./type-memo.ts";
import type { IndexedWorkflow, WorkflowIndex } from "./workflow-index.ts";

/** A launch plan as the compiler sees it: from its closure, where fixed inputs are left out. */
export interface LaunchPlanInterface {
  readonly id: Identifier;
  readonly expectedInputs: ParameterMap;
  readonly expectedOutputs: VariableMap;
}

/** Everything a compilation was given, indexed. */
export interface Scope {
  readonly mode: Mode;
  readonly workflows: WorkflowIndex;
  /** By identifier key, in the order given; the first of equal ids. */
  readonly tasks: ReadonlyMap<string, TaskTemplate>;
  readonly launchPlans: ReadonlyMap<string, LaunchPlanInterface>;
  readonly types: TypeMemo;
  /** Of those tasks that are fit, once one of their nodes was looked at: nodes of one task share it. */
  readonly taskInterfaces: Map<TaskTemplate, DeclaredInterface>;
  /** Keys of tasks, launch plans and workflows that are not what they were in the last compilation. */
  readonly changedEntities: ReadonlySet<string>;
  /** Whether enough was found to stop looking. */
  readonly isDone: () => boolean;
}

/** One workflow being compiled. */
export interface WorkflowScope {
  readonly scope: Scope;
  readonly workflow: IndexedWorkflow;
  readonly report: Report;
  /** What promises can name: start-node, end-node and the top-level nodes, each once. */
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  /** Ids of nodes inside branches, for hints: no promise reaches them. */
  readonly branchOf: NodeIndex["branchOf"];
  /** Absent for a node whose interface could not be told (that is reported): its variables are unknown, not wrong. */
  readonly interfaces: ReadonlyMap<NodeRecord, NodeInterface>;
}

/** Indexes tasks by id. One without template or id is reported; later ones with an id given before are passed over. */
export function indexTasks(tasks: readonly CompiledTask[], findings: Findings): Map<string, TaskTemplate> {
  const byKey = new Map<string, TaskTemplate>();
  for (const [position, { template }] of tasks.entries()) {
    if (!template?.id) {
      const at = into(undefined, "tasks", position);
      const message = `Task ${position + 1} of those given has no ${template ? "identifier" : "template"}`;
      findings.about("")({ code: "ValueRequired", facts: { field: "Template.Id" }, nodeId: "task", at, message });
      continue;
    }
    const key = identifierKey(template.id);
    if (!byKey.has(key)) byKey.set(key, template);
  }
  return byKey;
}

/** Indexes launch plans by id; the first of equal ids counts. */
export function indexLaunchPlans(launchPlans: readonly LaunchPlanInterface[]): Map<string, LaunchPlanInterface> {
  const byKey = new Map<string, LaunchPlanInterface>();
  for (const each of launchPlans) {
    const key = identifierKey(each.id);
    if (!byKey.has(key)) byKey.set(key, each);
  }
  return byKey;
}

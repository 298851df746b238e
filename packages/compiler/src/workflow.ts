/**
 * Compiles a workflow with its sub-workflows into the closure that is stored and run, or says what is wrong with it.
 *
 * Passes: references (reference-check.ts), then for each workflow in use its interface, its nodes (node-check.ts) and
 * its graph (graph-check.ts); last, without errors, the closure (emit.ts). All but the last run to their end, so that
 * one compilation reports everything. Messages given are never changed.
 * @see flytepropeller/pkg/compiler/workflow_compiler.go
 */
import { create } from "@bufbuild/protobuf";
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import {
  type CompiledTask,
  type CompiledWorkflow,
  type CompiledWorkflowClosure,
  CompiledWorkflowClosureSchema,
  CompiledWorkflowSchema,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { identifierKey } from "@skein/spec/identifier";
import { emitTasks, emitWorkflow } from "./emit.ts";
import { collectFindings, type Mode, type Report } from "./findings.ts";
import { checkGraph, connectEnds } from "./graph-check.ts";
import { type CheckedNodes, checkNodes } from "./node-check.ts";
import { startNodeId } from "./node-tree.ts";
import { checkRecursion, checkReferences } from "./reference-check.ts";
import { type ReferringWorkflow, walkWorkflows } from "./requirements.ts";
import { indexLaunchPlans, indexTasks, type LaunchPlanInterface, type Scope } from "./scope.ts";
import { into, type Trail } from "./trail.ts";
import { type IndexedWorkflow, indexWorkflows } from "./workflow-index.ts";

export type { LaunchPlanInterface };

/** What is compiled, and everything it refers to. */
export interface CompileInput {
  readonly primary: WorkflowTemplate;
  readonly subWorkflows: readonly WorkflowTemplate[];
  /** Their order is that of `closure.tasks`; unused ones stay in. */
  readonly tasks: readonly CompiledTask[];
  readonly launchPlans: readonly LaunchPlanInterface[];
}

/** How to judge. */
export interface CompileOptions {
  /** `flyte-1.16` keeps upstream's verdicts, its defects as warnings; `strict` makes errors of them. */
  readonly mode: Mode;
}

/**
 * Compiles a workflow.
 *
 * @returns the closure, unless there are errors; paths begin with `template` or `subWorkflows`, as in
 *   admin.WorkflowSpec, or with `tasks` where a task itself is unfit
 */
export function compileWorkflow(
  input: CompileInput,
  options: CompileOptions,
): { closure?: CompiledWorkflowClosure; diagnostics: Diagnostic[] } {
  const findings = collectFindings();
  const workflows = indexWorkflows(input.primary, input.subWorkflows, findings);
  const scope: Scope = {
    mode: options.mode,
    workflows,
    tasks: indexTasks(input.tasks, findings),
    launchPlans: indexLaunchPlans(input.launchPlans),
  };
  const referring = walkWorkflows(workflows);
  checkReferences(referring, scope, findings);
  checkRecursion(referring, findings);

  const checked = new Map<IndexedWorkflow, CheckedNodes>();
  for (const workflow of compiledOnes(referring, scope)) {
    const nodes = checkWorkflow(workflow, scope, findings.about(workflow.entity));
    if (nodes) checked.set(workflow, nodes);
  }
  const diagnostics = findings.list();
  if (hasErrors(diagnostics)) return { diagnostics };
  return { closure: emitClosure(input, scope, referring, checked), diagnostics };
}

/**
 * The workflows upstream compiles: the primary and what workflow nodes reach. A sub-workflow that only array nodes
 * refer to is looked at for its interface and otherwise left as it came.
 */
function compiledOnes(referring: readonly ReferringWorkflow[], scope: Scope): Set<IndexedWorkflow> {
  const byWorkflow = new Map(referring.map((each) => [each.workflow, each]));
  const reached = new Set([scope.workflows.primary]);
  for (const workflow of reached) {
    for (const { kind, id, inArray } of byWorkflow.get(workflow)?.references ?? []) {
      const target = kind === "subWorkflow" && !inArray ? scope.workflows.byKey.get(identifierKey(id)) : undefined;
      if (target) reached.add(target);
    }
  }
  return reached;
}

function checkWorkflow(workflow: IndexedWorkflow, scope: Scope, report: Report): CheckedNodes | undefined {
  const { template, root, entity } = workflow;
  if (template.nodes.length === 0) {
    const message = `Workflow ${entity} has no nodes`;
    report({ code: "NoNodesFound", facts: { workflow: entity }, nodeId: entity, at: root, message });
    return undefined;
  }
  checkOwnInterface(template, into(root, "interface"), report);
  const nodes = checkNodes(workflow, scope, report);
  connectEnds(nodes.graph, nodes.top);
  checkGraph(nodes.graph, nodes.top, root, report, scope.mode);
  return nodes;
}

function checkOwnInterface(template: WorkflowTemplate, at: Trail, report: Report): void {
  for (const side of ["inputs", "outputs"] as const) {
    const word = side === "inputs" ? "input" : "output";
    for (const [name, { type }] of Object.entries(template.interface?.[side]?.variables ?? {})) {
      const where = into(at, side, "variables", name);
      if (name === "") {
        const message = `An ${word} of the workflow has no name`;
        report({ code: "ValueRequired", facts: { field: "paramName" }, nodeId: startNodeId, at: where, message });
      }
      if (!type) {
        const message = `${word} ${name} of the workflow has no type`;
        report({ code: "ValueRequired", facts: { field: "param.Type" }, nodeId: startNodeId, at: where, message });
      }
    }
  }
}

function emitClosure(
  input: CompileInput,
  { workflows }: Scope,
  referring: readonly ReferringWorkflow[],
  checked: ReadonlyMap<IndexedWorkflow, CheckedNodes>,
): CompiledWorkflowClosure {
  const emit = (workflow: IndexedWorkflow): CompiledWorkflow => {
    const nodes = checked.get(workflow);
    return nodes
      ? emitWorkflow(workflow.template, nodes)
      : create(CompiledWorkflowSchema, { template: workflow.template });
  };
  const used = referring
    .filter(({ workflow }) => checked.has(workflow))
    .flatMap(({ references }) => references.filter(({ kind }) => kind === "task").map(({ id }) => identifierKey(id)));
  return create(CompiledWorkflowClosureSchema, {
    primary: emit(workflows.primary),
    subWorkflows: workflows.subWorkflows.map(emit),
    tasks: emitTasks(input.tasks, new Set(used)),
  });
}

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
import { completeGraph } from "./complete-graph.ts";
import { type EmittedNodes, emitTasks, emitWorkflow } from "./emit.ts";
import { collectFindings, type Mode, type Report } from "./findings.ts";
import { checkGraph } from "./graph-check.ts";
import { changedKeys, type Memory, type OpenedNodes, openNodes, type WorkflowMemory } from "./memory.ts";
import { type CheckedNodes, checkNodes } from "./node-check.ts";
import { startNodeId } from "./node-tree.ts";
import { checkRecursion, checkReferences } from "./reference-check.ts";
import { type ReferringWorkflow, walkWorkflows } from "./requirements.ts";
import { indexLaunchPlans, indexTasks, type LaunchPlanInterface, type Scope } from "./scope.ts";
import { into, type Trail, toPath } from "./trail.ts";
import { rememberTypes } from "./type-memo.ts";
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

/** What a compilation says. */
export interface CompileOutcome {
  /** Absent where there are errors. */
  readonly closure?: CompiledWorkflowClosure;
  /**
   * Paths begin with `template` or `subWorkflows`, as in admin.WorkflowSpec, or with `tasks` where a task itself is
   * unfit.
   */
  readonly diagnostics: Diagnostic[];
}

/** Compiles a workflow. */
export function compileWorkflow(input: CompileInput, options: CompileOptions): CompileOutcome {
  const { closure, diagnostics } = createCompiler().compile(input, options);
  return closure ? { closure, diagnostics } : { diagnostics };
}

/** Compiles a workflow again and again while it is edited. */
export interface WorkflowCompiler {
  /**
   * The same as compileWorkflow; after an edit only the nodes that changed and those that read from them are checked.
   *
   * Messages given must not be changed afterwards. New ones may come for the same content.
   */
  compile(input: CompileInput, options: CompileOptions): CompileOutcome & { readonly checkedNodes: number };
}

/** A compiler that remembers its last compilation. */
export function createCompiler(): WorkflowCompiler {
  const emitted: EmittedNodes = new WeakMap();
  let memory: Memory | undefined;
  return {
    compile(input, options) {
      const before = memory?.mode === options.mode ? memory : undefined;
      // Groups move in place: what a compilation that did not end leaves is of no use.
      memory = undefined;
      const { outcome, known } = compileAfter(before, input, options, emitted);
      memory = known;
      return outcome;
    },
  };
}

function compileAfter(
  before: Memory | undefined,
  input: CompileInput,
  { mode }: CompileOptions,
  emitted: EmittedNodes,
): { outcome: ReturnType<WorkflowCompiler["compile"]>; known: Memory } {
  const findings = collectFindings();
  const workflows = indexWorkflows(input.primary, input.subWorkflows, findings);
  const tasks = indexTasks(input.tasks, findings);
  const launchPlans = indexLaunchPlans(input.launchPlans);
  const entities = new Map<string, unknown>([...tasks, ...launchPlans]);
  for (const [key, { template }] of workflows.byKey) entities.set(key, template.interface);
  const scope: Scope = {
    mode,
    workflows,
    tasks,
    launchPlans,
    types: rememberTypes(),
    taskInterfaces: new Map(),
    changedEntities: before ? changedKeys(before.entities, entities) : new Set(),
    isDone: findings.isDone,
  };

  const opened = new Map<IndexedWorkflow, OpenedNodes>();
  const referring = walkWorkflows(workflows, (workflow) => {
    const nodes = openNodes(workflow, before?.workflows.get(placeKey(workflow)));
    opened.set(workflow, nodes);
    return nodes.groups.flatMap(({ references }) => references);
  });
  checkReferences(referring, scope, findings);
  checkRecursion(referring, findings);

  const checked = new Map<IndexedWorkflow, CheckedWorkflow>();
  let checkedNodes = 0;
  for (const workflow of compiledOnes(referring, scope)) {
    const nodes = opened.get(workflow);
    const found = nodes && checkWorkflow(workflow, nodes, scope, findings.about(workflow.entity));
    if (!found) continue;
    checked.set(workflow, found);
    checkedNodes += found.checkedCount;
  }
  const diagnostics = findings.list();
  const known: Memory = {
    mode,
    entities,
    workflows: new Map([...checked].map(([workflow, found]) => [placeKey(workflow), found])),
  };
  if (hasErrors(diagnostics)) return { outcome: { diagnostics, checkedNodes }, known };
  const closure = emitClosure(input, scope, referring, checked, emitted);
  return { outcome: { closure, diagnostics, checkedNodes }, known };
}

function placeKey({ root }: IndexedWorkflow): string {
  return toPath(root).join(" ");
}

/**
 * The workflows upstream compiles: the primary and what workflow nodes reach. A sub-workflow that only array nodes
 * refer to is looked at for its interface and otherwise left as it came.
 */
function compiledOnes(referring: readonly ReferringWorkflow[], scope: Scope): Set<IndexedWorkflow> {
  const byWorkflow = new Map(referring.map((each) => [each.workflow, each]));
  const reached = new Set([scope.workflows.primary]);
  for (const workflow of reached) {
    for (const { kind, key, inArray } of byWorkflow.get(workflow)?.references ?? []) {
      const target = kind === "subWorkflow" && !inArray ? scope.workflows.byKey.get(key) : undefined;
      if (target) reached.add(target);
    }
  }
  return reached;
}

type CheckedWorkflow = CheckedNodes & WorkflowMemory;

function checkWorkflow(
  workflow: IndexedWorkflow,
  opened: OpenedNodes,
  scope: Scope,
  report: Report,
): CheckedWorkflow | undefined {
  const { template, root, entity } = workflow;
  if (template.nodes.length === 0) {
    const message = `Workflow ${entity} has no nodes`;
    report({ code: "NoNodesFound", facts: { workflow: entity }, nodeId: entity, at: root, message });
    return undefined;
  }
  checkOwnInterface(template, into(root, "interface"), report);
  const nodes = checkNodes(workflow, opened, scope, report);
  const complete = completeGraph(nodes, opened.before);
  if (!complete.isWhole && !scope.isDone()) checkGraph(complete.graph, nodes, root, report, scope.mode);
  return { ...nodes, complete };
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
  checked: ReadonlyMap<IndexedWorkflow, CheckedWorkflow>,
  emitted: EmittedNodes,
): CompiledWorkflowClosure {
  const emit = (workflow: IndexedWorkflow): CompiledWorkflow => {
    const found = checked.get(workflow);
    return found
      ? emitWorkflow(workflow.template, found, found.complete.connections, emitted)
      : create(CompiledWorkflowSchema, { template: workflow.template });
  };
  const used = new Set<string>();
  for (const { workflow, references } of referring) {
    if (!checked.has(workflow)) continue;
    for (const { kind, key } of references) if (kind === "task") used.add(key);
  }
  return create(CompiledWorkflowClosureSchema, {
    primary: emit(workflows.primary),
    subWorkflows: workflows.subWorkflows.map(emit),
    tasks: emitTasks(input.tasks, used),
  });
}

/** Running an execution once more, for the console: what would be reused and run, and the launch of it. */
import { create } from "@bufbuild/protobuf";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  PlannedNode_Fate as Fate,
  RerunRequest_Mode as Mode,
  PlannedNodeSchema,
  type RerunPlan,
  RerunPlanSchema,
  type RerunRequest,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { Problem } from "@skein/spec/problem";
import type { Launcher } from "../admin/launcher.ts";
import { type IsStored, planOf, rerunRequest } from "../admin/rerun.ts";
import { launchOf, type NodeLaunch, rerunNodeRequest } from "../admin/rerun-node.ts";
import type { Database } from "../store/database.ts";
import { nodeExecutionsAt } from "../store/node-executions.ts";
import type { ExecutionRow } from "../store/tables.ts";
import { getExecutionRow, getLaunchPlanFor, getWorkflowRow, NotHere } from "./find.ts";
import type { ValueReader } from "./values.ts";
import type { Drawn } from "./views/closure.ts";
import { editableInputs } from "./views/input-types.ts";
import { continuedForm } from "./views/launch-form.ts";
import { identifierOf } from "./views/workflow-views.ts";

export interface Reruns {
  plan(request: RerunRequest): Promise<RerunPlan>;
  rerun(request: RerunRequest): Promise<ExecutionRow>;
}

export interface RerunParts {
  readonly db: Database;
  readonly values: ValueReader;
  readonly launcher: Pick<Launcher, "launch">;
  readonly draw: (row: ExecutionRow) => Drawn;
}

class InvalidRerun extends Problem {
  readonly kind = "invalid";
}

export function openReruns({ db, values, launcher, draw }: RerunParts): Reruns {
  const isStored: IsStored = (uri) => values.has(uri);

  /** The launch of one node by itself, and what it read. */
  async function nodeLaunch(source: ExecutionRow, { path, name, inputs, overwriteCache }: RerunRequest) {
    const drawn = draw(source);
    const template = drawn.templates.get(path);
    if (!template) throw new NotHere(`${path} is no node of ${source.execution_name}; choose one of its graph`);
    const launch: NodeLaunch = launchOf(template, launchPlanFor);
    const row = nodeExecutionsAt(db, source.id, path).at(-1);
    const had = await values.read(row?.input_uri ?? null);
    const request = rerunNodeRequest(source, launch.target, { path, had, inputs, name, overwriteCache });
    return { request, overrides: launch.overrides, editable: editableInputs(drawn, path, had) };
  }

  function launchPlanFor(workflow: Identifier): Identifier {
    return identifierOf(ResourceType.LAUNCH_PLAN, getLaunchPlanFor(db, getWorkflowRow(db, workflow)));
  }

  return {
    async plan(request) {
      const source = getExecutionRow(db, request.source);
      if (request.mode === Mode.ONE_NODE) {
        const { editable } = await nodeLaunch(source, request);
        const why = `by itself, with the inputs it had in ${source.execution_name}`;
        return create(RerunPlanSchema, { nodes: [{ path: request.path, fate: Fate.RUNS, why }], inputs: editable });
      }
      const { nodes } = await planOf(db, source, { from: fromOf(request), inputs: request.inputs }, isStored);
      return create(RerunPlanSchema, {
        nodes: nodes.map(({ path, fate, why }) => create(PlannedNodeSchema, { path, fate: fates[fate], why })),
        inputs: continuedForm(db, source),
      });
    },
    async rerun(request) {
      const source = getExecutionRow(db, request.source);
      const { name, inputs, overwriteCache, idempotencyKey } = request;
      if (request.mode === Mode.ONE_NODE) {
        const { request: launch, overrides } = await nodeLaunch(source, request);
        return launcher.launch(launch, idempotencyKey, { overrides });
      }
      const wishes = { from: fromOf(request), inputs, name, overwriteCache };
      const { request: launch, sets } = await rerunRequest(db, source, wishes, isStored);
      return launcher.launch(launch, idempotencyKey, { sets });
    },
  };
}

const fates = { reused: Fate.REUSED, runs: Fate.RUNS, mayRun: Fate.MAY_RUN } as const;

/** The node to run from. */
function fromOf({ mode, path }: RerunRequest): string | undefined {
  switch (mode) {
    case Mode.RECOVER:
      return undefined;
    case Mode.FROM_NODE:
    case Mode.ONE_NODE:
      if (path === "") throw new InvalidRerun("The request names no node; give the path of the one to run again");
      return path;
    case Mode.MODE_UNSPECIFIED:
      throw new InvalidRerun("The request says no mode; choose RECOVER, FROM_NODE or ONE_NODE");
    default:
      return assertNever(mode, "mode");
  }
}

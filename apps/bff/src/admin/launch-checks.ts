/** What CreateExecution asks of a request before it looks anything up, in upstream's order (admin-api.md §3.1). */
import { create } from "@bufbuild/protobuf";
import { checkLaunchPlan } from "@skein/compiler/admission";
import type { ExecutionCreateRequest, ExecutionSpec } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { formatResourceType } from "@skein/spec/identifier";
import type { Database } from "../store/database.ts";
import { checkExecutionName } from "./execution-name.ts";
import { refuseFirst } from "./refuse-first.ts";
import { InvalidRequest, requireParts, requireText, requireValue } from "./request-checks.ts";
import { requireActiveScope } from "./scope.ts";

/** A request that is right by itself. */
export interface CheckedLaunch {
  readonly project: string;
  readonly domain: string;
  /** Empty: one is to be made up. */
  readonly name: string;
  readonly spec: ExecutionSpec;
  /** A launch plan or a task. */
  readonly target: Identifier;
  readonly given: LiteralMap;
}

/** @throws InvalidRequest, ProjectNotActive */
export function checkLaunch(db: Database, request: ExecutionCreateRequest): CheckedLaunch {
  const { project, domain, name } = request;
  requireText(project, "project");
  requireText(domain, "domain");
  if (name !== "") checkExecutionName(name);
  requireActiveScope(db, { project, domain });
  const spec = requireValue(request.spec, "spec");
  const target = requireParts(requireValue(spec.launchPlan, "launch_plan"));
  if (target.resourceType !== ResourceType.LAUNCH_PLAN && target.resourceType !== ResourceType.TASK)
    throw new InvalidRequest(
      `Invalid reference entity resource type [${formatResourceType(target.resourceType)}], only [TASK, LAUNCH_PLAN] allowed`,
    );
  const given = givenInputs(request, spec);
  for (const [input, literal] of Object.entries(given.literals)) {
    requireText(input, "key in inputs");
    if (!literal.value.case) throw new InvalidRequest(`missing valid literal in inputs ${input}`);
  }
  checkNotificationsAndLabels(spec);
  return { project, domain, name, spec, target, given };
}

/** The deprecated place counts only where the other one is empty. */
function givenInputs({ inputs }: ExecutionCreateRequest, spec: ExecutionSpec): LiteralMap {
  if (inputs && Object.keys(inputs.literals).length > 0) return inputs;
  return spec.inputs ?? create(LiteralMapSchema);
}

/** The rules are those of launch plans. */
function checkNotificationsAndLabels({ labels, notificationOverrides: own }: ExecutionSpec): void {
  const notifications = own.case === "notifications" ? own.value.notifications : [];
  const sameFields = create(LaunchPlanSpecSchema, { entityMetadata: { notifications }, ...(labels && { labels }) });
  refuseFirst(checkLaunchPlan(sameFields, undefined).diagnostics);
}

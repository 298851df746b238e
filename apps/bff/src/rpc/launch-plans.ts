import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { changeLaunchPlanState } from "../admin/launch-plan-state.ts";
import { getActiveLaunchPlan, getLaunchPlan } from "../admin/lookups.ts";
import { registerLaunchPlan } from "../admin/register-launch-plan.ts";
import { requireIdentifier, requireText, requireValue } from "../admin/request-checks.ts";
import { listLaunchPlans, listNamedEntities } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import { toLaunchPlan } from "./entity-messages.ts";
import { requireNameScope, requireScope } from "./list-scope.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const launchPlansRpc = ({ db, now }: RpcParts): AdminHandlers => ({
  createLaunchPlan({ id, spec }) {
    registerLaunchPlan(db, id, spec, now());
    return {};
  },
  updateLaunchPlan({ id, state }) {
    changeLaunchPlanState(db, id, state, now());
    return {};
  },
  getLaunchPlan({ id }) {
    return toLaunchPlan(getLaunchPlan(db, requireIdentifier(id, ResourceType.LAUNCH_PLAN)));
  },
  getActiveLaunchPlan({ id }) {
    const scope = requireNameScope(requireValue(id, "id"));
    requireText(scope.name, "name");
    return toLaunchPlan(getActiveLaunchPlan(db, scope));
  },
  listLaunchPlans(request) {
    const page = parseListRequest(request, { rpc: "ListLaunchPlans", primary: "launch_plan" });
    const rows = listLaunchPlans(db, requireNameScope(request.id), page);
    return { launchPlans: rows.map(toLaunchPlan), token: nextToken(rows.length, page) };
  },
  listActiveLaunchPlans(request) {
    const page = parseListRequest(request, { rpc: "ListActiveLaunchPlans", primary: "launch_plan" });
    const rows = listLaunchPlans(db, { ...requireScope(request), name: "" }, page, { onlyActive: true });
    return { launchPlans: rows.map(toLaunchPlan), token: nextToken(rows.length, page) };
  },
  listLaunchPlanIds(request) {
    const page = parseListRequest(request, { rpc: "ListLaunchPlanIds", primary: "entities" });
    const scope = { ...requireScope(request), resource_type: ResourceType.LAUNCH_PLAN };
    const rows = listNamedEntities(db, "launch_plans", scope, page, { withGenerated: true });
    return {
      entities: rows.map(({ project, domain, name }) => ({ project, domain, name })),
      token: nextToken(rows.length, page),
    };
  },
});

/** LookUp: what a text in the editor refers to, many at once, so that its browser can check it by itself. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type FoundEntitySchema,
  type LookUpRequest,
  type LookUpResponse,
  LookUpResponseSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { registeredIn, workflowClosure } from "./registered.ts";

/** A text refers to tens of things; what asks for more is no editor. */
const MOST_IDS = 500;

class TooManyIds extends Problem {
  readonly kind = "invalid";
}

/** @throws TooManyIds */
export function lookUp(db: Database, { ids, project, domain }: LookUpRequest): LookUpResponse {
  if (ids.length > MOST_IDS) throw new TooManyIds(`LookUp takes at most ${MOST_IDS} ids, not ${ids.length}; ask again`);
  const registered = registeredIn(db);
  const find = (id: Identifier): MessageInitShape<typeof FoundEntitySchema>["entity"] => {
    switch (id.resourceType) {
      case ResourceType.TASK: {
        const value = registered.findTask(id);
        return value && { case: "task", value };
      }
      case ResourceType.WORKFLOW: {
        const value = workflowClosure(db, id);
        return value && { case: "workflow", value };
      }
      case ResourceType.LAUNCH_PLAN: {
        const value = registered.findLaunchPlan(id);
        return value && { case: "launchPlan", value };
      }
      default:
        return undefined;
    }
  };
  const namesOf = (kind: "task" | "workflow" | "launchPlan") =>
    project === "" ? [] : [...(registered.listNames?.(kind, project, domain) ?? [])];
  return create(LookUpResponseSchema, {
    found: ids.map((id) => {
      const entity = find(id);
      return entity ? { entity } : {};
    }),
    names: { tasks: namesOf("task"), workflows: namesOf("workflow"), launchPlans: namesOf("launchPlan") },
  });
}

import { create } from "@bufbuild/protobuf";
import {
  type CompleteFilterRequest,
  type CompleteFilterResponse,
  CompleteFilterResponseSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import {
  labelTexts,
  launchPlanNames,
  userNames,
  valueNames,
  workflowNames,
  workflowVersions,
} from "../../store/filter-values.ts";

const MOST = 12;

/** What the key can be given here, those that begin with the text first; a key whose values are not kept has none. */
export function completeFilter(db: Database, request: CompleteFilterRequest): CompleteFilterResponse {
  const { key, text } = request;
  const wanted = text.toLowerCase();
  const values = valuesOf(db, request)
    .filter((value) => value.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)));
  return create(CompleteFilterResponseSchema, { values: key === "" ? [] : values.slice(0, MOST) });
}

function valuesOf(db: Database, { project, domain, key }: CompleteFilterRequest): string[] {
  const scope = { project, domain };
  switch (key) {
    case "workflow":
      return workflowNames(db, scope);
    case "version":
      return workflowVersions(db, scope);
    case "launchPlan":
      return launchPlanNames(db, scope);
    case "by":
      return userNames(db, scope);
    case "label":
      return labelTexts(db, scope);
    case "input.":
      return valueNames(db, scope, "input");
    case "output.":
      return valueNames(db, scope, "output");
    default:
      return [];
  }
}

/**
 * `notify` → Notifications: one message per way of telling.
 *
 * @see flyteidl/admin/common.proto Notification
 */
import { create } from "@bufbuild/protobuf";
import { type Notification, NotificationSchema } from "../gen/flyteidl/admin/common_pb.js";
import { WorkflowExecution_Phase } from "../gen/flyteidl/core/execution_pb.js";
import type { Findings } from "./findings.ts";
import type { NotificationDoc } from "./schema.ts";
import type { SourceMap } from "./source-map.ts";

/** The outcomes that can be told of, by their word. */
export const outcomes = {
  succeeded: WorkflowExecution_Phase.SUCCEEDED,
  failed: WorkflowExecution_Phase.FAILED,
  aborted: WorkflowExecution_Phase.ABORTED,
  timed_out: WorkflowExecution_Phase.TIMED_OUT,
} as const;

export function lowerNotifications(
  docs: readonly NotificationDoc[],
  map: SourceMap,
  findings: Findings,
): Notification[] {
  const notifications: Notification[] = [];
  for (const doc of docs) {
    const on = [...new Set((doc.on ?? []).map((each) => outcomes[each.value]))];
    for (const way of ["email", "slack", "pagerDuty"] as const) {
      const recipients = doc[way];
      if (!recipients) continue;
      map.set(["entityMetadata", "notifications", notifications.length], doc.at);
      const value = { recipientsEmail: recipients.map((each) => each.text) };
      notifications.push(create(NotificationSchema, { phases: on, type: { case: way, value } }));
    }
    if (doc.email || doc.slack || doc.pagerDuty) continue;
    findings.add({
      code: "ValueRequired",
      message: "The notification says nobody to tell",
      span: doc.head,
      hints: [{ text: "Add email, slack or pagerDuty with a list of addresses" }],
    });
  }
  return notifications;
}

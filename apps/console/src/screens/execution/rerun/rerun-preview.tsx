import type { RerunPlan } from "@skein/spec/gen/skein/console/v1/console_pb";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { PlanList } from "./plan-list.tsx";

interface RerunPreviewProps {
  readonly plan: RerunPlan | undefined;
  readonly error: Error | null;
  readonly nodeName: (path: string) => string;
  readonly onRetry: () => void;
}

/** What would run and what would be reused, or why that is not known. */
export function RerunPreview({ plan, error, nodeName, onRetry }: RerunPreviewProps) {
  if (error)
    return (
      <Notice
        tone="tone-fail"
        icon="error"
        className=""
        action={
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {failureMessage(error)}
      </Notice>
    );
  return plan ? (
    <PlanList plan={plan} nodeName={nodeName} />
  ) : (
    <SkeletonRows rows={4} label="Working out what would run" />
  );
}

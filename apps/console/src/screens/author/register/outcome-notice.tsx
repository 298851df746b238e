import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckedEntity_Change as Change, type CheckedEntity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { inlineCode } from "../../../flyte/inline-code.tsx";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { type Scope, workflowPath } from "../../../paths.ts";
import { Button, IconButton, LinkButton } from "../../../ui/button.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { changeCounts } from "./registration.ts";
import type { Registration } from "./use-registration.ts";

interface OutcomeNoticeProps {
  readonly scope: Scope;
  readonly registration: Registration;
}

/** What became of Register: where it is now, or why it is not. */
export function OutcomeNotice({ scope, registration }: OutcomeNoticeProps) {
  const { error, answer, of, register, dismiss } = registration;
  const close = <IconButton icon="cross" size="small" label="Dismiss" onClick={dismiss} />;
  if (error && of) {
    return (
      <Notice
        tone="tone-fail"
        icon="error"
        action={
          <Button size="small" onClick={() => register(of)}>
            Retry
          </Button>
        }
      >
        <b className="font-strong">It is not known whether it was registered.</b> {failureMessage(error)} Trying again
        is safe: what is registered already stays as it is.
      </Notice>
    );
  }
  if (!answer) return undefined;
  const { entities, diagnostics } = answer;
  if (answer.registered) {
    const workflow = entities.findLast(({ id }) => id?.resourceType === ResourceType.WORKFLOW)?.id;
    const isNew = entities.some(({ change }) => change === Change.NEW || change === Change.CHANGED);
    return (
      <Notice
        tone="tone-ok"
        icon="phaseSucceeded"
        action={
          <>
            {workflow ? (
              <LinkButton size="small" to={workflowPath(workflow)}>
                Open {workflow.name}
              </LinkButton>
            ) : undefined}
            {close}
          </>
        }
      >
        {isNew ? "Registered" : "It was registered before, and is the same"} in {scope.project} / {scope.domain}:{" "}
        {changeCounts(entities)}.
      </Notice>
    );
  }
  const conflicts = entities.filter(({ change }) => change === Change.CONFLICT);
  const first = diagnostics[0];
  return (
    <Notice tone="tone-fail" icon="error" action={close}>
      <b className="font-strong">Nothing was registered.</b>{" "}
      {conflicts.length > 0 ? <Conflicts entities={conflicts} /> : first ? inlineCode(first.message) : undefined}
    </Notice>
  );
}

function Conflicts({ entities }: { readonly entities: readonly CheckedEntity[] }) {
  return (
    <>
      {entities.map(({ id, differences }) => (
        <span key={`${id?.resourceType} ${id?.name}`} className="block">
          <span className="mono">
            {id?.name} {id?.version}
          </span>{" "}
          is registered with different content{differences[0] ? ` (${differences.slice(0, 3).join("; ")})` : ""}.
        </span>
      ))}
      Write another version, or leave it out: then it is made from the content.
    </>
  );
}

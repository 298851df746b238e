import { create } from "@bufbuild/protobuf";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { type Gate, LaunchInputSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { failureMessage } from "../frame/failure-face.tsx";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Editor } from "../value-form/editor.tsx";
import { findingText } from "../value-form/form-state.ts";
import { useValueFields } from "../value-form/use-value-fields.ts";
import { booleanLiteral, type ExecutionName, useAnswerGate } from "./answer-gate.ts";

interface GateFormProps {
  readonly execution: ExecutionName;
  readonly gate: Gate;
}

/** What a gate waits for, said in place: yes or no, or a value of its type. */
export function GateForm({ execution, gate }: GateFormProps) {
  const answer = useAnswerGate(execution, gate);
  const trouble = answer.error ? (
    <Notice tone="tone-fail" icon="error" className="">
      It was not taken: {failureMessage(answer.error)}
    </Notice>
  ) : undefined;
  if (answer.isSuccess)
    return (
      <p role="status">
        {isNo(answer.variables) ? "Rejected. The gate fails, and what waits for it." : "Said. The execution goes on."}
      </p>
    );
  const { isPending, mutate } = answer;
  return gate.isApproval ? (
    <Approval isPending={isPending} onAnswer={(isYes) => mutate(booleanLiteral(isYes))}>
      {trouble}
    </Approval>
  ) : gate.type ? (
    <SignalValue type={gate.type} signal={gate.signalId} isPending={isPending} onAnswer={mutate}>
      {trouble}
    </SignalValue>
  ) : undefined;
}

const isNo = (said: Literal): boolean =>
  said.value.case === "scalar" &&
  said.value.value.value.case === "primitive" &&
  said.value.value.value.value.value.case === "boolean" &&
  !said.value.value.value.value.value.value;

interface ApprovalProps {
  readonly isPending: boolean;
  readonly onAnswer: (isYes: boolean) => void;
  readonly children: ReactNode;
}

/** A no cannot be taken back: it is asked for twice. */
function Approval({ isPending, onAnswer, children }: ApprovalProps) {
  const [isRejecting, setIsRejecting] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-meta text-muted">
        {isRejecting
          ? "Rejected, the gate fails, and the execution with it. That cannot be taken back."
          : "Approved, its inputs pass and the nodes after it start. Rejected, the gate fails."}
      </p>
      {children}
      <div className="flex gap-2">
        {isRejecting ? (
          <>
            <Button variant="danger" icon="cross" disabled={isPending} onClick={() => onAnswer(false)}>
              Reject for good
            </Button>
            <Button onClick={() => setIsRejecting(false)}>Back</Button>
          </>
        ) : (
          <>
            <Button variant="primary" icon="check" disabled={isPending} onClick={() => onAnswer(true)}>
              {isPending ? "Approving…" : "Approve"}
            </Button>
            <Button variant="danger" icon="cross" disabled={isPending} onClick={() => setIsRejecting(true)}>
              Reject
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

interface SignalValueProps {
  readonly type: LiteralType;
  readonly signal: string;
  readonly isPending: boolean;
  readonly onAnswer: (value: Literal) => void;
  readonly children: ReactNode;
}

function SignalValue({ type, signal, isPending, onAnswer, children }: SignalValueProps) {
  const id = useId();
  const [isSent, setIsSent] = useState(false);
  const [input] = useState(() => ({ ...create(LaunchInputSchema, { name: signal, required: true }), type }));
  const [field] = useValueFields([input]).fields;
  if (!field) return undefined;
  const { state, reading, onChange } = field;
  const findings = isSent || state.touched ? reading.findings : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSent(true);
    if (reading.effective && !isPending) onAnswer(reading.effective);
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-2">
      <label htmlFor={id} className="text-meta">
        <span className="mono font-strong">{signal}</span>{" "}
        <span className="mono text-faint">{formatLiteralType(type)}</span>
      </label>
      <Editor
        id={id}
        label={signal}
        type={type}
        draft={state.draft}
        invalid={findings.length > 0}
        describedBy={`${id}-notes`}
        onChange={(draft) => onChange({ draft })}
      />
      <div id={`${id}-notes`}>
        {findings.map((finding) => (
          <FieldError key={findingText(finding)} id={`${id}-${finding.path.join(".")}`}>
            {findingText(finding)}
          </FieldError>
        ))}
      </div>
      <p className="text-meta text-muted">The value becomes the gate's output, and the nodes after it start.</p>
      {children}
      <Button type="submit" variant="primary" icon="check" className="self-start" disabled={isPending}>
        {isPending ? "Sending…" : "Send"}
      </Button>
    </form>
  );
}

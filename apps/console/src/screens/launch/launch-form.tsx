import type { LaunchForm } from "@skein/spec/gen/skein/console/v1/console_pb";
import { findExecutionNameProblem } from "@skein/spec/identifier";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { serverNow } from "../../flyte/clock.ts";
import { failureMessage } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { usePreferences } from "../../frame/preferences.ts";
import { executionPath, type LaunchTarget, type Scope } from "../../paths.ts";
import { Clamped } from "../../ui/clamped.tsx";
import { Field, FieldError } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import {
  differs,
  type FieldReading,
  initialFields,
  inputNamedIn,
  orderedInputs,
  readField,
} from "../../value-form/form-state.ts";
import { InputRow } from "../../value-form/input-row.tsx";
import { Advanced, noAdvanced, readAdvanced } from "./advanced.tsx";
import { LaunchBar, type Trouble } from "./launch-bar.tsx";
import { adminRequest, curlCommand, type LaunchRequestParts } from "./request.ts";
import { type Difference, SideColumn } from "./side-column.tsx";
import { useLaunch } from "./use-launch.ts";

interface LaunchFormViewProps {
  readonly scope: Scope;
  readonly target: LaunchTarget;
  readonly form: LaunchForm;
  readonly onVersion: (version: string) => void;
}

/** The form of one launch: what goes in, whether it is right, and the one button. */
export function LaunchFormView({ scope, target, form, onVersion }: LaunchFormViewProps) {
  const inputs = orderedInputs(form);
  const [fields, setFields] = useState(() => initialFields(inputs));
  const [name, setName] = useState("");
  const [advanced, setAdvanced] = useState(noAdvanced);
  const [submitted, setSubmitted] = useState(false);
  const launch = useLaunch(target.from ? { ...scope, name: target.from } : undefined);
  const summary = useRef<HTMLDivElement>(null);
  const { zone } = usePreferences();
  const context = { now: serverNow(), zone };

  const readings = new Map<string, FieldReading>();
  for (const input of inputs) {
    const state = fields[input.name];
    if (state) readings.set(input.name, readField(input, state, context));
  }
  const nameProblem = name.trim() === "" ? undefined : findExecutionNameProblem(name.trim());
  const { maxParallelism, labels, holdBefore, overwriteCache, problem: advancedProblem } = readAdvanced(advanced);
  const refusal = launch.error ? failureMessage(launch.error) : undefined;
  const refused = refusal ? inputNamedIn(refusal, inputs) : undefined;

  const troubles: Trouble[] = inputs
    .filter((input) => (readings.get(input.name)?.findings.length ?? 0) > 0)
    .map((input) => ({ id: `input-${input.name}`, name: input.name }));
  if (nameProblem) troubles.push({ id: "execution-name", name: "Execution name" });
  if (advancedProblem) troubles.push({ id: "advanced-problem", name: "Advanced" });

  const sent = inputs.flatMap(({ name: input }) => {
    const literal = readings.get(input)?.sent;
    return literal ? [[input, literal] as const] : [];
  });
  const parts: LaunchRequestParts | undefined = form.target && {
    target: form.target,
    scope,
    name: name.trim(),
    inputs: Object.fromEntries(sent),
    maxParallelism,
    labels,
    holdBefore,
    overwriteCache,
  };
  const sourceOf = ({ prefill, value }: (typeof inputs)[number]) => (target.from ? (prefill ?? value) : value);
  const differences: Difference[] = inputs
    .filter(({ fixed }) => !fixed)
    .map((input): Difference => {
      const { effective, isMistaken = false } = readings.get(input.name) ?? {};
      return { name: input.name, was: sourceOf(input), is: isMistaken ? "not valid" : effective };
    })
    .filter(({ was, is }) => is === "not valid" || differs(was, is));
  const changedWord = target.from ? "Differs from the source execution" : "Differs from the default";

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setSubmitted(true);
    if (troubles.length > 0) return summary.current?.focus();
    if (parts && !launch.isPending) launch.mutate(parts);
  };
  // On the page, not the form: the key on the button holds wherever the focus is.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
    };
    globalThis.addEventListener("keydown", onKeyDown);
    return () => globalThis.removeEventListener("keydown", onKeyDown);
  });

  return (
    <Page
      fill
      title={`Launch ${target.name}`}
      detail={
        <>
          {form.description ? <Clamped text={form.description} /> : undefined}
          {target.from ? (
            <span>
              With the inputs of{" "}
              <Link to={executionPath({ ...scope, name: target.from })} className="mono text-accent hover:underline">
                {target.from}
              </Link>
              .
            </span>
          ) : undefined}
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col border-t border-line">
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_436px] max-lg:grid-cols-1">
          <div className="min-w-0 px-4 pt-4 lg:overflow-y-auto">
            <div className="mb-3.5 grid grid-cols-[1.2fr_1fr_1fr] gap-3 max-sm:grid-cols-1">
              <Field label="Version">
                <Select
                  value={form.workflow?.version || form.target?.version}
                  onChange={({ target: chosen }) => onVersion(chosen.value)}
                  className="font-mono text-meta"
                >
                  {form.versions.map((version, at) => (
                    <option key={version} value={version}>
                      {version}
                      {at === 0 ? " (newest)" : ""}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Launch plan">
                <Input readOnly tabIndex={-1} value={planText(form, target)} />
              </Field>
              <div>
                <Field label="Execution name">
                  <Input
                    code
                    id="execution-name"
                    value={name}
                    placeholder="generated"
                    aria-invalid={nameProblem !== undefined}
                    aria-describedby={nameProblem ? "execution-name-problem" : undefined}
                    onChange={({ target: field }) => setName(field.value)}
                  />
                </Field>
                {nameProblem ? <FieldError id="execution-name-problem">{nameProblem}</FieldError> : undefined}
              </div>
            </div>
            <div className="flex h-8 items-center gap-3 border-b border-line">
              <h2 className="font-semibold">Inputs</h2>
              {differences.length > 0 ? (
                <span className="flex items-center gap-1.5 text-meta text-muted">
                  <i aria-hidden="true" className="size-1.75 rotate-45 rounded-bar bg-accent" />
                  {changedWord.toLowerCase()}
                </span>
              ) : undefined}
              {differences.length > 0 ? (
                <button
                  type="button"
                  onClick={() => setFields(initialFields(inputs))}
                  className="ml-auto text-meta font-strong text-accent hover:underline"
                >
                  {target.from ? "Reset to the source" : "Reset to the defaults"}
                </button>
              ) : undefined}
            </div>
            {inputs.length === 0 ? (
              <p className="py-6 text-center text-muted">It takes no inputs: it can be launched as it is.</p>
            ) : undefined}
            {inputs.map((input) => {
              const state = fields[input.name];
              const reading = readings.get(input.name);
              if (!state || !reading) return undefined;
              return (
                <InputRow
                  key={input.name}
                  input={input}
                  state={state}
                  reading={reading}
                  refusal={refused === input ? refusal : undefined}
                  showsFindings={submitted || state.touched}
                  changed={differences.some((each) => each.name === input.name) ? changedWord : undefined}
                  context={context}
                  onChange={(change) => {
                    if (change.draft && refused === input) launch.reset();
                    setFields((old) => ({ ...old, [input.name]: { ...state, ...old[input.name], ...change } }));
                  }}
                />
              );
            })}
            <Advanced state={advanced} problem={advancedProblem} onChange={setAdvanced} />
          </div>
          <SideColumn
            scope={scope}
            from={target.from}
            dropped={form.dropped}
            differences={differences}
            command={parts ? curlCommand(adminRequest(parts), globalThis.location.origin) : ""}
            isComplete={troubles.length === 0}
          />
        </div>
        <LaunchBar
          ref={summary}
          troubles={submitted ? troubles : []}
          refusal={refusal}
          isPending={launch.isPending}
          isLaunched={launch.isSuccess}
        />
      </form>
    </Page>
  );
}

/** What the launch goes by: a launch plan of another name, the workflow's own, or none for a task. */
function planText({ target: plan }: LaunchForm, { kind, name }: LaunchTarget): string {
  if (kind === "task") return "None, a single task";
  return plan?.name === name && kind === "workflow" ? "The workflow's own" : (plan?.name ?? "");
}

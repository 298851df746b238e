import { fromLiteral } from "@skein/spec/literal";
import { formatLiteralType } from "@skein/spec/literal-type";
import { formatPlainJson } from "@skein/spec/plain-json";
import { LiteralView } from "../flyte/literal-view.tsx";
import { FieldError } from "../ui/field.tsx";
import { type Draft, emptyDraft, type ReadingContext, readDraft, toDraft } from "./draft.ts";
import { Editor } from "./editor.tsx";
import { type FieldReading, type FieldState, findingText, type Input, isText } from "./form-state.ts";

interface InputRowProps {
  readonly input: Input;
  readonly state: FieldState;
  readonly reading: FieldReading;
  /** What the server said of this input. */
  readonly refusal: string | undefined;
  /** What is wrong may be said now. */
  readonly showsFindings: boolean;
  /** It differs from the source execution, or from the default. */
  readonly changed: string | undefined;
  readonly context: ReadingContext;
  readonly onChange: (change: Partial<FieldState>) => void;
}

/** One input: its name and type, its editor, what is wrong with it, and whether it was changed. */
export function InputRow(props: InputRowProps) {
  const { input, state, reading, refusal, showsFindings, changed, onChange } = props;
  const { name, type, description, required, fixed, value } = input;
  const id = `input-${name}`;
  const findings = showsFindings ? reading.findings : [];
  const isInvalid = findings.length > 0 || refusal !== undefined;
  const notes = `${id}-notes`;
  return (
    <div className="grid grid-cols-[156px_minmax(0,1fr)_14px] gap-3 border-b border-line py-2.25 max-sm:grid-cols-[minmax(0,1fr)_14px]">
      <div className="pt-1.25 leading-4.5 max-sm:col-span-2">
        <label htmlFor={id} className="mono font-strong wrap-anywhere">
          {name}
        </label>
        {required ? <span className="ml-1.5 text-axis text-muted">required</span> : undefined}
        {fixed ? <span className="ml-1.5 text-axis text-muted">fixed</span> : undefined}
        <div className="mono text-axis wrap-anywhere text-faint">{formatLiteralType(type)}</div>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only learns that the focus left the field */}
      <div
        className="min-w-0"
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) onChange({ touched: true });
        }}
      >
        {fixed ? (
          <div id={id} className="rounded-control border border-dashed border-line-2 bg-raised px-2.5 py-1.5">
            <LiteralView literal={value} />
          </div>
        ) : (
          <Editor
            id={id}
            label={name}
            type={type}
            draft={state.draft}
            invalid={isInvalid}
            describedBy={notes}
            onChange={(draft) => onChange({ draft, emptyText: false })}
          />
        )}
        <div id={notes}>
          {findings.map((finding) => (
            <FieldError key={findingText(finding)} id={`${id}-${finding.path.join(".")}`}>
              {findingText(finding)}
            </FieldError>
          ))}
          {refusal ? <FieldError id={`${id}-refusal`}>{refusal}</FieldError> : undefined}
          {fixed ? (
            <p className="mt-1 text-meta text-muted">The launch plan fixes it; a launch cannot change it.</p>
          ) : undefined}
          {description ? <p className="mt-1 text-meta wrap-anywhere text-muted">{description}</p> : undefined}
        </div>
        {fixed ? undefined : <Tools {...props} />}
      </div>
      <div className="relative">
        {changed ? (
          <span
            title={changed}
            className="absolute top-3 left-0.5 size-1.75 rotate-45 rounded-bar bg-accent"
            role="img"
            aria-label={changed}
          />
        ) : undefined}
      </div>
    </div>
  );
}

/** Small deeds under a field: JSON and back, an empty text, the default again. */
function Tools({ input, state, reading, context, onChange }: InputRowProps) {
  const { type, value, required } = input;
  const { draft } = state;
  const own = emptyDraft(type);
  const isNested = own.kind === "list" || own.kind === "map";
  const missing = required && isText(type) && draft.kind === "text" && draft.text === "";
  const tools: { readonly text: string; readonly act: () => void }[] = [];
  if (isNested && draft.kind !== "json") {
    tools.push({ text: "Edit as JSON", act: () => onChange({ draft: jsonOf(input, draft, context) }) });
  }
  if (draft.kind === "json" && own.kind !== "json" && reading.effective) {
    const { effective } = reading;
    tools.push({ text: "Edit in fields", act: () => onChange({ draft: toDraft(type, effective) }) });
  }
  if (missing && !state.emptyText) tools.push({ text: "Use empty text", act: () => onChange({ emptyText: true }) });
  if (value && reading.sent) {
    tools.push({ text: "Back to the default", act: () => onChange({ draft: toDraft(type, value), emptyText: false }) });
  }
  if (tools.length === 0) return missing ? <p className="mt-1 text-meta text-muted">Empty text.</p> : undefined;
  return (
    <p className="mt-1 flex flex-wrap gap-3 text-meta">
      {tools.map(({ text, act }) => (
        <button key={text} type="button" onClick={act} className="font-strong text-accent hover:underline">
          {text}
        </button>
      ))}
    </p>
  );
}

/** The same value as JSON text; what cannot be read yet starts empty. */
function jsonOf({ type }: Input, draft: Draft, context: ReadingContext): Draft {
  const { literal } = readDraft(type, draft, context);
  if (!literal) return { kind: "json", text: "" };
  return { kind: "json", text: formatPlainJson(fromLiteral(literal), 2) };
}

import { equals } from "@bufbuild/protobuf";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { LaunchForm, LaunchInput } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type Draft, type Finding, isBlank, type ReadingContext, readDraft, toDraft } from "./draft.ts";

/** The launch form as data: its fields, what is in them, and what a launch would send. */
export interface FieldState {
  readonly draft: Draft;
  /** A required text that is meant to be empty: blank alone would be taken for forgotten. */
  readonly emptyText: boolean;
  /** Left at least once: what is wrong with it may be said. */
  readonly touched: boolean;
}

export type Fields = Readonly<Record<string, FieldState>>;

/** An input of a type the form can work with. */
export interface Input extends LaunchInput {
  readonly type: LiteralType;
}

/** Required ones first, those that cannot be changed last, else as declared. */
export function orderedInputs({ inputs }: LaunchForm): Input[] {
  const rank = ({ required, fixed }: LaunchInput) => (fixed ? 2 : required ? 0 : 1);
  return inputs.filter(hasType).toSorted((a, b) => rank(a) - rank(b));
}

export function hasType(input: LaunchInput): input is Input {
  return input.type !== undefined;
}

export function initialFields(inputs: readonly Input[]): Fields {
  return Object.fromEntries(
    inputs.map(({ name, type, value, prefill, fixed }) => [
      name,
      { draft: toDraft(type, fixed ? value : (prefill ?? value)), emptyText: false, touched: false },
    ]),
  );
}

export interface FieldReading {
  /** What the launch would send; absent when the default stands or nothing is given. */
  readonly sent: Literal | undefined;
  /** What the input would be, sent or by default. */
  readonly effective: Literal | undefined;
  readonly findings: readonly Finding[];
  /** Something is given, and it is wrong: the input would be nothing at all. */
  readonly isMistaken?: boolean;
}

export function isText({ type }: LiteralType): boolean {
  return type.case === "simple" && type.value === SimpleType.STRING;
}

/** What one field comes to. */
export function readField(input: Input, state: FieldState, context: ReadingContext): FieldReading {
  const { value, fixed, required, type } = input;
  if (fixed) return { sent: undefined, effective: value, findings: [] };
  const { draft } = state;
  // left out: neither a value nor a default, which only an input that is not required may be
  if (draft.kind === "optional" && !draft.given && !required && !value) {
    return { sent: undefined, effective: undefined, findings: [] };
  }
  const isEmptyText = isText(type) && draft.kind === "text" && (draft.text !== "" || state.emptyText);
  if (isBlank(draft) && draft.kind !== "optional" && !isEmptyText) {
    const findings = required ? [{ path: [], message: "A value is needed" }] : [];
    return { sent: undefined, effective: value, findings };
  }
  const { literal, findings } = readDraft(type, draft, context);
  if (findings) return { sent: undefined, effective: undefined, findings, isMistaken: true };
  // The default is left to the server; sending it would freeze it into the execution's own inputs.
  const isDefault = value !== undefined && literal !== undefined && equals(LiteralSchema, literal, value);
  return { sent: isDefault ? undefined : literal, effective: literal, findings: [] };
}

/** Whether two values differ; a missing one equals only a missing one. */
export function differs(left: Literal | undefined, right: Literal | undefined): boolean {
  if (!left || !right) return left !== right;
  return !equals(LiteralSchema, left, right);
}

/** The findings of one place inside a field, in words: "item 3: …". */
export function findingText({ path, message, hint }: Finding): string {
  const at = path.map((part) => (typeof part === "number" ? `item ${part + 1}` : part)).join(", ");
  return [at ? `${at}: ${message}` : message, hint].filter(Boolean).join(". ");
}

/** The input a server's message speaks of, so that it can stand beside its field. */
export function inputNamedIn(message: string, inputs: readonly Input[]): Input | undefined {
  const byLength = inputs.toSorted((a, b) => b.name.length - a.name.length);
  const quoted = byLength.find(({ name }) =>
    [`"${name}"`, `'${name}'`, `\`${name}\``, `[${name}]`].some((text) => message.includes(text)),
  );
  const worded = wordings.map((wording) => wording.exec(message)?.[1]).find((name) => name !== undefined);
  return quoted ?? byLength.find(({ name }) => name === worded);
}

/** How the server, in upstream's words, names an input without quotes. */
const wordings = [
  /\binvalid input (\S+)/,
  /\bexpected_inputs (\S+) missing/,
  /\binvalid (\S+) input wrong type/,
  /\bfixed_inputs (\S+) cannot be overridden/,
];

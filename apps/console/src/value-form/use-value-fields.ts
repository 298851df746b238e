import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { useState } from "react";
import { serverNow } from "../flyte/clock.ts";
import { usePreferences } from "../frame/preferences.ts";
import type { ReadingContext } from "./draft.ts";
import { differs, type FieldReading, type FieldState, type Input, initialFields, readField } from "./form-state.ts";

interface ValueField {
  readonly input: Input;
  readonly state: FieldState;
  readonly reading: FieldReading;
  /** It is not what was there before. */
  readonly isChanged: boolean;
  readonly onChange: (change: Partial<FieldState>) => void;
}

export interface ValueFields {
  readonly fields: readonly ValueField[];
  readonly context: ReadingContext;
  /** Those that are wrong or missing. */
  readonly troubles: readonly Input[];
  /** Literals by name of those that are right and changed. */
  readonly changed: Readonly<Record<string, Literal>>;
}

/** Fields for these inputs, filled with their prefill, as they are typed in. */
export function useValueFields(inputs: readonly Input[]): ValueFields {
  const [states, setStates] = useState(() => initialFields(inputs));
  const { zone } = usePreferences();
  const context = { now: serverNow(), zone };
  const fields = inputs.flatMap((input): ValueField[] => {
    const state = states[input.name];
    if (!state) return [];
    const reading = readField(input, state, context);
    const onChange = (change: Partial<FieldState>) =>
      setStates((old) => ({ ...old, [input.name]: { ...state, ...old[input.name], ...change } }));
    return [{ input, state, reading, isChanged: differs(input.prefill, reading.effective), onChange }];
  });
  const right = fields.filter(({ reading }) => reading.findings.length === 0);
  return {
    fields,
    context,
    troubles: fields.filter(({ reading }) => reading.findings.length > 0).map(({ input }) => input),
    changed: Object.fromEntries(
      right.flatMap(({ input, isChanged, reading: { effective } }) =>
        isChanged && effective ? [[input.name, effective] as const] : [],
      ),
    ),
  };
}

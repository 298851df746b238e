import type { Input } from "./form-state.ts";
import { InputRow } from "./input-row.tsx";
import type { ValueFields } from "./use-value-fields.ts";

interface InputRowsProps {
  readonly values: Pick<ValueFields, "fields" | "context">;
  /** What the server said of one input. */
  readonly refused: { readonly input: Input | undefined; readonly text: string | undefined };
  /** What is wrong is said of fields that nobody has been in, too. */
  readonly isSubmitted: boolean;
  /** What a changed one differs from: "Differs from what the node was given". */
  readonly differs: string;
}

/** Inputs that have values, to be changed. */
export function InputRows({ values: { fields, context }, refused, isSubmitted, differs }: InputRowsProps) {
  return (
    <div className="[&>:last-child]:border-b-0">
      {fields.map(({ input, state, reading, isChanged, onChange }) => (
        <InputRow
          key={input.name}
          input={input}
          state={state}
          reading={reading}
          refusal={refused.input === input ? refused.text : undefined}
          showsFindings={isSubmitted || state.touched}
          changed={isChanged ? differs : undefined}
          context={context}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

/** "2 inputs changed". */
export function changedText(count: number): string {
  if (count === 0) return "nothing changed";
  return count === 1 ? "1 input changed" : `${count} inputs changed`;
}

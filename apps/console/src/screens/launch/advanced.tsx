import { Button, IconButton } from "../../ui/button.tsx";
import { Field, FieldError } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Input } from "../../ui/input.tsx";

/** What a launch may set beside its inputs, as typed. */
export interface AdvancedState {
  readonly parallelism: string;
  readonly labels: readonly { readonly key: number; readonly name: string; readonly value: string }[];
  /** Paths of nodes, with commas between. */
  readonly holds: string;
  /** Cached results are made anew. */
  readonly overwriteCache: boolean;
}

export const noAdvanced: AdvancedState = { parallelism: "", labels: [], holds: "", overwriteCache: false };

export interface AdvancedReading {
  readonly maxParallelism: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Paths of the nodes before which the run is to wait. */
  readonly holdBefore: readonly string[];
  readonly overwriteCache: boolean;
  /** What is wrong, in words. */
  readonly problem: string | undefined;
}

export function readAdvanced({ parallelism, labels, holds, overwriteCache }: AdvancedState): AdvancedReading {
  const text = parallelism.trim();
  const isWhole = /^\d{1,6}$/.test(text);
  const named = labels.filter(({ name, value }) => name.trim() !== "" || value.trim() !== "");
  const names = named.map(({ name }) => name.trim());
  const problem =
    text !== "" && !isWhole
      ? `“${text}” is not a number of nodes; leave it empty for the default`
      : names.includes("")
        ? "A label has a value but no name"
        : new Set(names).size < names.length
          ? "Two labels have the same name"
          : undefined;
  return {
    maxParallelism: isWhole ? Number(text) : 0,
    labels: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value.trim()])),
    holdBefore: holds.split(",").flatMap((path) => path.trim() || []),
    overwriteCache,
    problem,
  };
}

interface AdvancedProps {
  readonly state: AdvancedState;
  readonly problem: string | undefined;
  readonly onChange: (state: AdvancedState) => void;
}

export function Advanced({ state, problem, onChange }: AdvancedProps) {
  const { parallelism, labels, holds, overwriteCache } = state;
  const setLabel = (key: number, change: { name?: string; value?: string }) =>
    onChange({ ...state, labels: labels.map((each) => (each.key === key ? { ...each, ...change } : each)) });
  return (
    <details className="group py-2.5">
      <summary className="flex w-max cursor-default list-none items-center rounded-chip py-1 font-strong">
        <Icon name="chevronRight" size={14} className="mr-1.5 text-muted group-open:rotate-90" />
        Advanced
        <span className="ml-2 font-normal text-muted">parallelism, breakpoints, cache, labels</span>
      </summary>
      <div className="flex max-w-130 flex-col gap-3 pt-2">
        <Field label="Nodes that may run at once" hint="Empty: as the launch plan says, else 25.">
          <Input
            code
            inputMode="numeric"
            value={parallelism}
            onChange={({ target }) => onChange({ ...state, parallelism: target.value })}
            className="w-32"
          />
        </Field>
        <Field label="Hold before these nodes" hint="Breakpoints, by the nodes' paths: train, deep/score.">
          <Input code value={holds} onChange={({ target }) => onChange({ ...state, holds: target.value })} />
        </Field>
        <label className="flex w-max items-center gap-2 text-meta">
          <input
            type="checkbox"
            checked={overwriteCache}
            onChange={({ target }) => onChange({ ...state, overwriteCache: target.checked })}
          />
          Make cached results anew
        </label>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-0.75 text-axis font-strong text-faint">Labels</legend>
          {labels.map(({ key, name, value }, at) => (
            <div key={key} className="flex gap-1.5">
              <Input
                code
                aria-label={`Label ${at + 1}, name`}
                placeholder="name"
                value={name}
                onChange={({ target }) => setLabel(key, { name: target.value })}
                className="flex-1"
              />
              <Input
                code
                aria-label={`Label ${at + 1}, value`}
                placeholder="value"
                value={value}
                onChange={({ target }) => setLabel(key, { value: target.value })}
                className="flex-1"
              />
              <IconButton
                icon="cross"
                label={`Remove label ${at + 1}`}
                onClick={() => onChange({ ...state, labels: labels.filter((each) => each.key !== key) })}
              />
            </div>
          ))}
          <Button
            size="small"
            icon="plus"
            className="w-max"
            onClick={() => {
              const key = 1 + Math.max(0, ...labels.map((each) => each.key));
              onChange({ ...state, labels: [...labels, { key, name: "", value: "" }] });
            }}
          >
            Add a label
          </Button>
        </fieldset>
        {problem ? <FieldError id="advanced-problem">{problem}</FieldError> : undefined}
      </div>
    </details>
  );
}

import type { Attempt } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Segmented } from "../../../ui/segmented.tsx";

interface AttemptSwitchProps {
  readonly attempts: readonly Pick<Attempt, "attempt">[];
  readonly selected: number;
  readonly onSelect: (attempt: number) => void;
}

/** Which attempt a tab is about; nothing where there is only one. */
export function AttemptSwitch({ attempts, selected, onSelect }: AttemptSwitchProps) {
  if (attempts.length < 2) return undefined;
  return (
    <div className="flex-none overflow-x-auto border-b border-line px-4 py-1.5">
      <Segmented<string>
        label="Attempt"
        selected={String(selected)}
        onSelect={(attempt) => onSelect(Number(attempt))}
        options={attempts.map(({ attempt }) => ({ id: String(attempt), label: `Attempt ${attempt + 1}` }))}
      />
    </div>
  );
}

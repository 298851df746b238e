import { phaseWords } from "@skein/spec/execution-filter/words";
import type { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { PhaseCount } from "@skein/spec/gen/skein/console/v1/console_pb";
import { executionLook } from "../../flyte/phase-look.ts";
import { Icon } from "../../ui/icon.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Count } from "../../ui/tabs.tsx";
import type { ExecutionFilter } from "./filter.ts";

interface FilterBarProps {
  readonly filter: ExecutionFilter;
  readonly total: bigint | undefined;
  readonly counts: readonly PhaseCount[];
  readonly onToggle: (phase: Phase) => void;
  readonly onAll: () => void;
  readonly onSearch: (text: string) => void;
  readonly onClearWorkflow: () => void;
}

const chip =
  "inline-flex h-7 flex-none items-center gap-1.5 rounded-control border border-transparent px-2 text-meta font-medium whitespace-nowrap text-muted hover:bg-hover hover:text-fg aria-pressed:border-line-2 aria-pressed:bg-accent-tint aria-pressed:text-fg";

/** Chips per phase with how many there are, a search by name, and what else narrows the list. */
export function FilterBar(props: FilterBarProps) {
  const { filter, total, counts, onToggle, onAll, onSearch, onClearWorkflow } = props;
  const countOf = (phase: Phase) => counts.find((each) => each.phase === phase)?.count ?? 0n;
  // Phases that pass quickly get a chip only while something is in them.
  const passing = new Set<Phase>([phaseWords.succeeding, phaseWords.failing, phaseWords.aborting]);
  const phases = Object.values(phaseWords).filter(
    (phase) => !passing.has(phase) || countOf(phase) > 0n || filter.phases.includes(phase),
  );
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-2 gap-y-2 px-4 pb-2.5">
      <fieldset className="flex min-w-0 gap-0.5 overflow-x-auto py-1 max-md:order-2 max-md:w-full">
        <legend className="sr-only">Status</legend>
        <button type="button" aria-pressed={filter.phases.length === 0} onClick={onAll} className={chip}>
          All
          {total === undefined ? undefined : <Count value={total} />}
        </button>
        {phases.map((phase) => {
          const look = executionLook(phase);
          return (
            <button
              key={phase}
              type="button"
              aria-pressed={filter.phases.includes(phase)}
              onClick={() => onToggle(phase)}
              className={chip}
            >
              <Icon name={look.icon} size={14} className={`text-tone ${look.tone}`} />
              {look.word}
              {countOf(phase) > 0n ? <Count value={countOf(phase)} /> : undefined}
            </button>
          );
        })}
      </fieldset>
      {filter.workflow ? (
        <button
          type="button"
          onClick={onClearWorkflow}
          title="Show the executions of every workflow"
          className="mono inline-flex h-6 items-center gap-1.5 rounded-chip bg-hover px-1.5 hover:text-fg"
        >
          <span className="text-muted">workflow:</span>
          {filter.workflow}
          <Icon name="cross" size={12} label="Remove" className="text-muted" />
        </button>
      ) : undefined}
      <SearchField
        label="Filter by execution or workflow name"
        placeholder="Execution or workflow name"
        text={filter.search}
        onSearch={onSearch}
        className="ml-auto w-64 max-md:ml-0 max-md:w-full"
      />
    </div>
  );
}

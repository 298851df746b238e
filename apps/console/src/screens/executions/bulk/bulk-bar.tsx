import { BulkAction as Action } from "@skein/spec/gen/skein/console/v1/console_pb";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { comparePath, type Scope } from "../../../paths.ts";
import { Button, LinkButton } from "../../../ui/button.tsx";
import type { IconName } from "../../../ui/icon-shapes.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";
import { JobStrip } from "./job-strip.tsx";
import { type AskedBulk, countWord, type Targets, type useStartBulk, wordsOf } from "./queries.ts";
import type { Selection } from "./use-selection.ts";

interface BulkBarProps {
  readonly scope: Scope;
  readonly selection: Selection;
  /** Text of the filter, and how many it finds. */
  readonly filter: string;
  readonly total: number;
  /** All of the page is chosen. */
  readonly isPage: boolean;
  /** The job that was started last. */
  readonly job: string | undefined;
  readonly onJob: (id: string | undefined) => void;
  /** What is to be confirmed: about what is selected, or one execution. */
  readonly asked: AskedBulk | undefined;
  readonly onAsk: (asked: AskedBulk | undefined) => void;
  readonly start: ReturnType<typeof useStartBulk>;
}

const buttons = [
  { action: Action.ABORT, icon: "stop" },
  { action: Action.RELAUNCH, icon: "rerun" },
  { action: Action.RECOVER, icon: "recover" },
] as const satisfies readonly { action: Action; icon: IconName }[];

/** What can be done with what is chosen, and how far the last of it has come; it lies over the list's foot. */
export function BulkBar(props: BulkBarProps) {
  const { scope, selection, filter, total, isPage, job, onJob, asked, onAsk, start } = props;
  const { names, isAll, clear } = selection;
  const count = isAll ? total : names.size;
  const targets: Targets = isAll
    ? { case: "query", value: { text: filter } }
    : { case: "names", value: { names: [...names] } };
  const showsArchived = /(?:^|\s)is:archived(?:\s|$)/.test(filter);
  const mark = showsArchived ? Action.UNARCHIVE : Action.ARCHIVE;
  return (
    <div className="sticky bottom-0 z-20 flex flex-col gap-px border-t border-line-2 bg-overlay">
      {job ? (
        <JobStrip
          key={job}
          scope={scope}
          id={job}
          isPending={start.isPending}
          onStart={start.mutate}
          onClose={() => onJob(undefined)}
        />
      ) : undefined}
      {count > 0 ? (
        <section aria-label="Selection" className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-1.5">
          <span className="font-strong tabular-nums">{countWord(count)}</span>
          {isPage && !isAll && total > names.size ? (
            <button type="button" onClick={selection.onAll} className="text-meta text-accent hover:underline">
              Select all {total.toLocaleString("en")} that match
            </button>
          ) : undefined}
          <span className="ml-auto flex flex-wrap items-center gap-1.5">
            {buttons.map(({ action, icon }) => (
              <Button
                key={action}
                icon={icon}
                onClick={() => onAsk({ action, targets, isOfSelection: true, what: countWord(count) })}
              >
                {wordsOf(action).verb}…
              </Button>
            ))}
            <Button
              icon="archive"
              disabled={start.isPending}
              onClick={() => start.mutate({ action: mark, targets, isOfSelection: true })}
            >
              {wordsOf(mark).verb}
            </Button>
            <CompareButton scope={scope} names={isAll ? [] : [...names]} />
            <ClearButton onClear={clear} />
          </span>
        </section>
      ) : undefined}
      {start.error && asked === undefined ? (
        <Notice
          tone="tone-fail"
          icon="error"
          action={
            <Button size="small" onClick={start.reset}>
              Dismiss
            </Button>
          }
        >
          Nothing was done: {failureMessage(start.error)}
        </Notice>
      ) : undefined}
      {asked === undefined ? undefined : (
        <BulkDialog
          action={asked.action}
          what={asked.what}
          isPending={start.isPending}
          error={start.error}
          onStart={(reason) => start.mutate({ ...asked, reason })}
          onClose={() => {
            start.reset();
            onAsk(undefined);
          }}
        />
      )}
    </div>
  );
}

/** The newest is the one the others are compared with; the list has the newest first. */
function CompareButton({ scope, names }: { readonly scope: Scope; readonly names: readonly string[] }) {
  const [last, ...others] = names;
  const fits = last !== undefined && others.length >= 1 && others.length <= 3;
  return fits ? (
    <LinkButton icon="io" to={comparePath({ ...scope, name: last }, others)}>
      Compare
    </LinkButton>
  ) : (
    <Button icon="io" disabled title="Choose two to four executions to compare them">
      Compare
    </Button>
  );
}

/** Its key is its own: with nothing chosen, Esc is left to what lies beneath. */
function ClearButton({ onClear }: { readonly onClear: () => void }) {
  useShortcut("Escape", "Select nothing", onClear);
  return (
    <Button variant="ghost" icon="cross" onClick={onClear}>
      Clear
    </Button>
  );
}

import { type Breakpoint, Breakpoint_Side as Side } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type FormEvent, useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Input } from "../../../ui/input.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { ExecutionId } from "../queries.ts";
import { breakpointsAt, useSetBreakpoint } from "./use-debugging.ts";

interface BreakpointDialogProps {
  readonly id: ExecutionId;
  readonly path: string;
  readonly name: string;
  readonly breakpoints: readonly Breakpoint[];
  readonly onClose: () => void;
}

const sides = [
  { side: Side.BEFORE, word: "Before it", does: "its inputs are there, nothing of it has begun" },
  { side: Side.AFTER, word: "After it", does: "its outputs are there, the nodes after it wait" },
] as const;

/** Where the run is to wait at a node, and when. */
export function BreakpointDialog({ id, path, name, breakpoints, onClose }: BreakpointDialogProps) {
  const now = breakpointsAt(breakpoints, path);
  const [wanted, setWanted] = useState(() => new Map(sides.map(({ side }) => [side, now.get(side)?.condition])));
  const { mutateAsync, isPending, error } = useSetBreakpoint(id);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      for (const { side } of sides) {
        const condition = wanted.get(side);
        if (condition !== now.get(side)?.condition) await mutateAsync({ path, side, condition });
      }
      onClose();
    } catch {
      // it stands in the dialog
    }
  };
  return (
    <Dialog title={`Breakpoints at ${name}`} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
        {sides.map(({ side, word, does }) => {
          const condition = wanted.get(side);
          const set = (next: string | undefined) => setWanted(new Map(wanted).set(side, next));
          return (
            <fieldset key={side} className="flex flex-col gap-1.5">
              <label className="flex items-baseline gap-2">
                <input
                  type="checkbox"
                  checked={condition !== undefined}
                  onChange={({ target }) => set(target.checked ? "" : undefined)}
                  className="size-4 translate-y-0.5 accent-accent-solid"
                />
                <span>
                  <span className="font-strong">{word}</span> <span className="text-muted">{does}</span>
                </span>
              </label>
              {condition === undefined ? undefined : (
                <Input
                  code
                  aria-label={`Condition, ${word.toLowerCase()}`}
                  value={condition}
                  placeholder={'always, or when: x > 5 and title == "a"'}
                  onChange={({ target }) => set(target.value)}
                />
              )}
            </fieldset>
          );
        })}
        <p className="text-meta text-muted">
          Every instance of this place waits, until somebody continues it. A node that is held stays held when its
          breakpoint is cleared.
        </p>
        {error ? (
          <Notice tone="tone-fail" icon="error" className="">
            It was not set: {failureMessage(error)}
          </Notice>
        ) : undefined}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={isPending}>
            {isPending ? "Setting…" : "Set"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

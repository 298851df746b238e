import type { Ref } from "react";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";

/** A field that keeps the launch from going, and where it is. */
export interface Trouble {
  readonly id: string;
  readonly name: string;
}

interface LaunchBarProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly troubles: readonly Trouble[];
  /** What the server said when it would not launch. */
  readonly refusal: string | undefined;
  readonly isPending: boolean;
  readonly isLaunched: boolean;
}

/** The foot of the form: what is in the way, and the button. */
export function LaunchBar({ ref, troubles, refusal, isPending, isLaunched }: LaunchBarProps) {
  const hasTrouble = troubles.length > 0 || refusal !== undefined;
  return (
    <div className="sticky bottom-0 flex min-h-14 flex-none flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-4 py-2.5">
      <div ref={ref} tabIndex={-1} role="alert" className="flex min-w-0 flex-1 items-start gap-2">
        {hasTrouble ? <Icon name="error" className="mt-0.5 text-fail" /> : undefined}
        <p className="min-w-0 wrap-anywhere">
          {troubles.length > 0 ? (
            <>
              {troubles.length === 1 ? "1 field needs attention: " : `${troubles.length} fields need attention: `}
              {troubles.map(({ id, name }, at) => (
                <span key={id}>
                  {at > 0 ? ", " : ""}
                  <button
                    type="button"
                    onClick={() => document.getElementById(id)?.focus()}
                    className="font-strong text-accent hover:underline"
                  >
                    {name}
                  </button>
                </span>
              ))}
            </>
          ) : refusal ? (
            <>
              <b className="font-strong">Not launched.</b> {refusal}
            </>
          ) : undefined}
        </p>
      </div>
      <Button
        type="submit"
        size="large"
        variant="primary"
        icon="play"
        disabled={isPending || isLaunched}
        aria-busy={isPending}
      >
        {isPending ? "Launching…" : "Launch"}
        <kbd className="rounded-chip border border-on-accent/40 px-1 font-sans text-axis">Ctrl ↵</kbd>
      </Button>
    </div>
  );
}

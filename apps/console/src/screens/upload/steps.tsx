import { looks } from "../../flyte/phase-look.ts";
import { Icon } from "../../ui/icon.tsx";

export interface Step {
  readonly name: string;
  readonly state: "done" | "going" | "failed" | "ready" | "ahead";
  readonly detail: string;
  /** The element on the page that its detail speaks of. */
  readonly leadsTo?: string | undefined;
}

const stateLooks = {
  done: looks.succeeded,
  going: looks.running,
  failed: looks.failed,
  ready: looks.notStarted,
  ahead: looks.notStarted,
} as const satisfies Record<Step["state"], unknown>;

const stateWords = {
  done: "done",
  going: "going on",
  failed: "failed",
  ready: "next",
  ahead: "not yet",
} as const satisfies Record<Step["state"], string>;

/** Where the upload stands: read, check, register, launch. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol
      aria-label="Steps"
      className="mx-4 grid flex-none grid-cols-4 divide-x divide-line overflow-hidden rounded-card border border-line bg-raised max-md:grid-cols-2 max-md:divide-x-0"
    >
      {steps.map(({ name, state, detail, leadsTo }) => {
        const look = stateLooks[state];
        const isCurrent = state === "failed" || state === "ready" || state === "going";
        return (
          <li
            key={name}
            aria-current={isCurrent ? "step" : undefined}
            className={`relative flex h-12.5 items-center gap-2.25 px-3.5 ${look.tone} ${isCurrent ? "bg-surface" : ""} ${state === "failed" ? "shadow-[inset_0_-2px_var(--tone)]" : ""}`}
          >
            <Icon name={look.icon} className={`text-tone ${look.moves ? "motion-safe:animate-arc" : ""}`} />
            <span className="min-w-0">
              <span className="block leading-4 font-strong">
                {name}
                <span className="sr-only">, {stateWords[state]}</span>
              </span>
              {leadsTo ? (
                <button
                  type="button"
                  title={`Go to the ${leadsTo}`}
                  onClick={() => document.getElementById(leadsTo)?.focus()}
                  className="block max-w-full truncate text-axis text-fail underline after:absolute after:inset-0"
                >
                  {detail}
                </button>
              ) : (
                <span className={`block truncate text-axis ${state === "failed" ? "text-fail" : "text-muted"}`}>
                  {detail}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

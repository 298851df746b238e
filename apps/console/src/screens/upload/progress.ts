import type { Basket } from "../../basket/basket.ts";
import { formatBytes } from "../../flyte/size.ts";
import { countWords, entityWords, type Outcome, type Tally } from "./outcome.ts";
import type { Step } from "./steps.tsx";

/** The element that holds the findings: the step that counts them leads there. */
export const findingsId = "findings";

/** How far an upload has come; everything the steps and buttons say follows from it. */
export interface Progress {
  readonly basket: Basket;
  readonly bytes: number;
  /** Why the files are not sent at all. */
  readonly oversize: string | undefined;
  readonly isChecking: boolean;
  readonly checkFailed: boolean;
  readonly outcome: Outcome | undefined;
  readonly tally: Tally | undefined;
  readonly registrable: boolean;
  readonly isRegistering: boolean;
  readonly registerFailed: boolean;
  /** Everything of it is registered, just now or before. */
  readonly registered: boolean;
  readonly workflows: number;
}

export function stepsOf(progress: Progress): Step[] {
  return [readStep(progress), checkStep(progress), registerStep(progress), launchStep(progress)];
}

function readStep({ basket, bytes, oversize }: Progress): Step {
  const { length } = basket.files;
  const refused = basket.refused.length;
  const detail = `${length === 1 ? "1 file" : `${length} files`}, ${formatBytes(bytes)}`;
  if (oversize) return { name: "Read", state: "failed", detail: "too large" };
  if (refused > 0) return { name: "Read", state: "failed", detail: `${detail}, ${refused} refused` };
  return { name: "Read", state: "done", detail };
}

function checkStep({ oversize, isChecking, checkFailed, outcome, tally, registrable }: Progress): Step {
  const name = "Check";
  if (oversize) return { name, state: "ahead", detail: "not sent" };
  if (isChecking) return { name, state: "going", detail: "Checking…" };
  if (checkFailed) return { name, state: "failed", detail: "did not get through" };
  if (!outcome || !tally) return { name, state: "ahead", detail: "" };
  const { errors, warnings, conflicts, rejected } = tally;
  const bad = countWords([
    [errors, "error"],
    [conflicts, "conflict"],
    [rejected, "refused file"],
  ]);
  if (!registrable) {
    const leadsTo = errors > 0 ? findingsId : undefined;
    return { name, state: "failed", detail: bad || "nothing to register", leadsTo };
  }
  const good = `${entityWords(outcome.entities.length)}, ${countWords([[warnings, "warning"]]) || "all well"}`;
  return { name, state: "done", detail: good };
}

function registerStep({ tally, registrable, isRegistering, registerFailed, registered }: Progress): Step {
  const name = "Register";
  if (isRegistering) return { name, state: "going", detail: "Registering…" };
  if (registerFailed) return { name, state: "failed", detail: "nothing was registered" };
  if (registered) return { name, state: "done", detail: "registered" };
  if (registrable && tally) return { name, state: "ready", detail: `${entityWords(tally.pending)} to write` };
  const fixes = tally ? tally.errors + tally.rejected : 0;
  return { name, state: "ahead", detail: fixes > 0 ? `waits for ${fixes === 1 ? "1 fix" : `${fixes} fixes`}` : "" };
}

function launchStep({ registered, workflows }: Progress): Step {
  const name = "Launch";
  if (!registered) return { name, state: "ahead", detail: "after registering" };
  return {
    name,
    state: workflows > 0 ? "ready" : "ahead",
    detail: workflows > 0 ? countWords([[workflows, "workflow"]]) : "no workflow among them",
  };
}

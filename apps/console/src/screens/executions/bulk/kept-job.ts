import { useState } from "react";
import type { Scope } from "../../../paths.ts";

const keyOf = ({ project, domain }: Scope) => `skein.bulk-job.${project}/${domain}`;

/** The job that this tab started last, until it is dismissed: it goes on while the list is left, and is there again. */
export function useKeptJob(scope: Scope): readonly [string | undefined, (id: string | undefined) => void] {
  const [job, setJob] = useState(() => read(scope));
  const keep = (id: string | undefined) => {
    setJob(id);
    try {
      if (id === undefined) sessionStorage.removeItem(keyOf(scope));
      else sessionStorage.setItem(keyOf(scope), id);
    } catch {
      // Storage is forbidden: it is kept as long as the list is on screen.
    }
  };
  return [job, keep];
}

function read(scope: Scope): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(scope)) ?? undefined;
  } catch {
    return undefined;
  }
}

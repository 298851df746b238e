import { useMemo, useSyncExternalStore } from "react";
import type { Scope } from "../paths.ts";
import type { Draft } from "./draft.ts";
import { draftsRevision, listDrafts, onDraftsChanged } from "./draft-store.ts";

/** The drafts of a project and domain, as they are now in any tab. */
export function useDrafts({ project, domain }: Scope): readonly Draft[] {
  const revision = useSyncExternalStore(onDraftsChanged, draftsRevision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for what is in storage
  return useMemo(() => listDrafts({ project, domain }), [project, domain, revision]);
}

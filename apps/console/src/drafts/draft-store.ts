/**
 * The drafts of this browser. All tabs see the same; who saves last is told to the others (`onDraftsChanged`).
 *
 * Storage may be forbidden or full. Then drafts last as long as the page, and saving says so.
 */
import type { Scope } from "../paths.ts";
import { type Draft, draftKey, draftName, draftNameOf, formatDraft, freeName, parseDraft } from "./draft.ts";

/** This tab, to tell its own saves from others'. */
export const tabId: string = Math.random().toString(36).slice(2, 10);

/** What could not be stored, by key; newer than what storage has. */
const unstored = new Map<string, string>();
const listeners = new Set<() => void>();
let revision = 0;

function announce(): void {
  revision += 1;
  for (const listener of listeners) listener();
}

function onStorage({ key }: StorageEvent): void {
  if (key === null || key.startsWith("skein.draft/")) announce();
}

/** Told when drafts change, here or in another tab. */
export function onDraftsChanged(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener("storage", onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("storage", onStorage);
  };
}

/** Grows with every change that was announced. */
export function draftsRevision(): number {
  return revision;
}

function stored(key: string): string | null {
  const kept = unstored.get(key);
  if (kept !== undefined) return kept;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keys(): string[] {
  try {
    return [...Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? ""), ...unstored.keys()];
  } catch {
    return [...unstored.keys()];
  }
}

/** All drafts of a project and domain, in the order they were begun. */
export function listDrafts(scope: Scope): Draft[] {
  const names = new Set(keys().flatMap((key) => draftNameOf(key, scope) ?? []));
  return [...names]
    .flatMap((name) => findDraft(scope, name) ?? [])
    .sort((a, b) => a.createdAt - b.createdAt || a.name.localeCompare(b.name));
}

export function findDraft(scope: Scope, name: string): Draft | undefined {
  return parseDraft(name, stored(draftKey(scope, name)));
}

/** Keeps a draft. False: only until the page is closed. */
export function saveDraft(scope: Scope, draft: Draft): boolean {
  const key = draftKey(scope, draft.name);
  const text = formatDraft(draft);
  try {
    localStorage.setItem(key, text);
    unstored.delete(key);
    return true;
  } catch {
    unstored.set(key, text);
    return false;
  } finally {
    announce();
  }
}

/** Begins a draft under the name, or a free one like it. */
export function beginDraft(scope: Scope, given: Pick<Draft, "name" | "text" | "origin">, now = Date.now()): Draft {
  const others = listDrafts(scope);
  const name = freeName(draftName(given.name), new Set(others.map((each) => each.name)));
  const createdAt = Math.max(now, (others.at(-1)?.createdAt ?? 0) + 1); // after those that are there, on any clock
  const draft = { ...given, name, createdAt, savedAt: now, writer: tabId };
  saveDraft(scope, draft);
  return draft;
}

/** The draft that was made from this before, else a new one: opening a thing twice gives one draft. */
export function openDraft(scope: Scope, given: Pick<Draft, "name" | "text" | "origin">): Draft {
  const known = listDrafts(scope).find(({ origin }) => origin !== "" && origin === given.origin);
  return known ?? beginDraft(scope, given);
}

/** The draft that is this very text under this name, else a new one: a file may have changed since it was last given. */
export function openText(scope: Scope, given: Pick<Draft, "name" | "text" | "origin">): Draft {
  const name = draftName(given.name);
  const known = findDraft(scope, name);
  return known?.text === given.text ? known : beginDraft(scope, given);
}

/** Undefined when the name is taken, or there is no such draft. */
export function renameDraft(scope: Scope, from: string, to: string): Draft | undefined {
  const draft = findDraft(scope, from);
  if (!draft || to === from || findDraft(scope, to)) return undefined;
  const renamed = { ...draft, name: to };
  saveDraft(scope, renamed);
  removeDraft(scope, from);
  return renamed;
}

export function removeDraft(scope: Scope, name: string): void {
  const key = draftKey(scope, name);
  unstored.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is forbidden: it was only in memory.
  }
  announce();
}

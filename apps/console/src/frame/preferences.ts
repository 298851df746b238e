import { useSyncExternalStore } from "react";

/** What the reader has chosen and keeps: one object in the browser's storage, shared by all tabs. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly zone: "browser" | "utc";
  /** Single-key shortcuts, which some assistive software collides with. */
  readonly shortcuts: boolean;
  /** Other keys than the usual ones, by these. */
  readonly keys: Readonly<Record<string, string>>;
  readonly rail: "wide" | "slim";
  /** How files and texts are checked: without Flyte's defects, or as Flyte 1.16 does. */
  readonly rules: "strict" | "flyte-1.16";
  /** Where they were last. */
  readonly project: string;
  readonly domain: string;
}

/** public/theme.js reads the theme under this key before the first paint. */
const key = "skein.preferences";

export const defaultPreferences: Preferences = {
  theme: "system",
  zone: "browser",
  shortcuts: true,
  keys: {},
  rail: "wide",
  rules: "strict",
  project: "",
  domain: "",
};

/** Whatever is in storage, made into preferences; a value that is not one of ours counts as not chosen. */
export function parsePreferences(text: string | null): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "{}");
  } catch {
    return defaultPreferences;
  }
  if (typeof stored !== "object" || stored === null) return defaultPreferences;
  const given: Record<string, unknown> = { ...stored };
  const wordOf = (name: "project" | "domain") => (typeof given[name] === "string" ? given[name] : "");
  return {
    theme: given.theme === "light" || given.theme === "dark" ? given.theme : "system",
    zone: given.zone === "utc" ? "utc" : "browser",
    shortcuts: given.shortcuts !== false,
    keys: parseKeys(given.keys),
    rail: given.rail === "slim" ? "slim" : "wide",
    rules: given.rules === "flyte-1.16" ? "flyte-1.16" : "strict",
    project: wordOf("project"),
    domain: wordOf("domain"),
  };
}

/** One key for another; the rest counts as not chosen. */
function parseKeys(given: unknown): Record<string, string> {
  if (typeof given !== "object" || given === null) return {};
  const isKey = (entry: [string, unknown]): entry is [string, string] =>
    typeof entry[1] === "string" && [...entry[1]].length === 1;
  return Object.fromEntries(Object.entries(given).filter(isKey));
}

let current: Preferences | undefined;
const listeners = new Set<() => void>();

/** The present choice; components use `usePreferences`. */
export function getPreferences(): Preferences {
  if (!current) {
    try {
      current = parsePreferences(localStorage.getItem(key));
    } catch {
      current = defaultPreferences; // storage is forbidden: choices last as long as the page
    }
  }
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...getPreferences(), ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // As above.
  }
  announce();
}

function announce(): void {
  const { theme } = getPreferences();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== key) return;
    current = parsePreferences(event.newValue);
    announce();
  };
  listeners.add(listener);
  addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", onStorage);
  };
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, getPreferences);
}

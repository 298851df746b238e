import { useSyncExternalStore } from "react";
import { type ColumnId, columns, parseColumns, standardColumns } from "./columns.tsx";

/** Which columns the reader likes where the URL names none, and how wide; kept in this browser, for all its tabs. */
export interface ColumnChoice {
  readonly ids: readonly ColumnId[];
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
}

const key = "skein.executions.columns";
const NARROWEST = 56;
const WIDEST = 900;

const standard: ColumnChoice = { ids: standardColumns, widths: {} };

/** Whatever is in storage, made into a choice. */
export function parseChoice(text: string | null): ColumnChoice {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "{}");
  } catch {
    return standard;
  }
  if (typeof stored !== "object" || stored === null) return standard;
  const { ids, widths }: { ids?: unknown; widths?: unknown } = stored;
  const given: Record<string, unknown> = typeof widths === "object" && widths !== null ? { ...widths } : {};
  return {
    ids: (Array.isArray(ids) ? parseColumns(ids.join(",")) : undefined) ?? standardColumns,
    widths: Object.fromEntries(
      [...columns.keys()].flatMap((id) => (typeof given[id] === "number" ? [[id, clampWidth(given[id])]] : [])),
    ),
  };
}

export const clampWidth = (width: number): number => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

let current: ColumnChoice | undefined;
const listeners = new Set<() => void>();

function read(): ColumnChoice {
  try {
    current ??= parseChoice(localStorage.getItem(key));
  } catch {
    current ??= standard; // storage is forbidden: choices last as long as the page
  }
  return current;
}

export function keepColumns(change: Partial<ColumnChoice>): void {
  current = { ...read(), ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

export function useColumnChoice(): ColumnChoice {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

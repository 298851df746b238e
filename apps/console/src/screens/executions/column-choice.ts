import { useSyncExternalStore } from "react";
import { type ColumnLayout, clampWidth, parseLayout, standardLayout } from "./column-layout.ts";
import { columns, isColumnId } from "./columns.tsx";

/** The columns that the reader likes where the address names none; kept in this browser, for all its tabs. */

const key = "skein.executions.columns";

/** Whatever is in storage, made into a choice. */
export function parseChoice(text: string | null): ColumnLayout {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "{}");
  } catch {
    return standardLayout;
  }
  if (typeof stored !== "object" || stored === null) return standardLayout;
  const { ids, widths, pinned }: { ids?: unknown; widths?: unknown; pinned?: unknown } = stored;
  const given: Record<string, unknown> = typeof widths === "object" && widths !== null ? { ...widths } : {};
  return {
    ids: (Array.isArray(ids) ? parseLayout(ids.join(","))?.ids : undefined) ?? standardLayout.ids,
    widths: Object.fromEntries(
      [...columns.keys()].flatMap((id) => (typeof given[id] === "number" ? [[id, clampWidth(given[id])]] : [])),
    ),
    pinned: new Set(Array.isArray(pinned) ? pinned.filter((id) => typeof id === "string").filter(isColumnId) : []),
  };
}

let current: ColumnLayout | undefined;
const listeners = new Set<() => void>();

function read(): ColumnLayout {
  try {
    current ??= parseChoice(localStorage.getItem(key));
  } catch {
    current ??= standardLayout; // storage is forbidden: choices last as long as the page
  }
  return current;
}

export function keepColumns(layout: ColumnLayout): void {
  current = layout;
  try {
    localStorage.setItem(key, JSON.stringify({ ...layout, pinned: [...layout.pinned] }));
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

export function useColumnChoice(): ColumnLayout {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

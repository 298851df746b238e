/** What the URL says of a map node's elements: which of them are listed, which one is open, and what of it. */
export type ItemFilter = "failed" | "running" | "queued" | "succeeded" | "aborted" | "waiting";

export interface MapPlace {
  /** The element that is open, from 0. */
  readonly index: number | undefined;
  readonly part: "values" | "logs";
  readonly only: ItemFilter | undefined;
  /** Text that an element's inputs hold. */
  readonly text: string;
}

export const itemFilters: readonly ItemFilter[] = ["failed", "running", "queued", "succeeded", "aborted", "waiting"];

export const noItem = { index: undefined, part: "values" } as const;

export const anyItem: MapPlace = { ...noItem, only: undefined, text: "" };

export function parseMapPlace(search: URLSearchParams): MapPlace {
  const index = search.get("index");
  return {
    index: index !== null && /^\d{1,9}$/.test(index) ? Number(index) : undefined,
    part: search.get("part") === "logs" ? "logs" : "values",
    only: itemFilters.find((each) => each === search.get("items")),
    text: search.get("holds") ?? "",
  };
}

/** Its parameters; undefined for what is usual. */
export function formatMapPlace({ index, part, only, text }: MapPlace): Record<string, string | number | undefined> {
  return {
    index,
    part: index === undefined || part === "values" ? undefined : part,
    items: only,
    holds: text === "" ? undefined : text,
  };
}

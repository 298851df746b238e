import { cursorPlace } from "./cursor-place.ts";

/** The keys above a place, one a line; list items by their number. */
export function crumbsAt(text: string, offset: number): string {
  const path = cursorPlace(text, offset)?.path ?? [];
  return path.map((step) => (typeof step === "number" ? `${step + 1}` : step)).join("\n");
}

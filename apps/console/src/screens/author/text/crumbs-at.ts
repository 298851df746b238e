import { cursorPlace } from "./cursor-place.ts";

/** The keys above a place and the key it is at, one a line; list items by their number. */
export function crumbsAt(text: string, offset: number): string {
  const place = cursorPlace(text, offset);
  if (!place) return "";
  const rest = /^[\w.-]*(?=["']?\s*:)/.exec(text.slice(offset, offset + 256))?.[0];
  const key = place.due === "key" && rest !== undefined ? place.word + rest : "";
  const steps = place.path.map((step) => (typeof step === "number" ? `${step + 1}` : step));
  return [...steps, key].filter(Boolean).join("\n");
}

import type { SourceText, Span } from "@skein/spec/authoring/source-text";
import type { Place } from "./outline.ts";

/** The places of an entry: its key, and from there to the end of what stands under it. */
export function placesOf(head: Span, node: Span, source: SourceText): { readonly head: Place; readonly whole: Place } {
  const end = Math.max(head.end, node.start + source.slice(node).trimEnd().length);
  return { head: { from: head.start, to: head.end }, whole: { from: head.start, to: end } };
}

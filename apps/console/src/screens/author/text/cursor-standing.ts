import { nodeAt, type Outline } from "../outline/outline.ts";
import { cursorPlace } from "./cursor-place.ts";
import { meaningOf } from "./path-meaning.ts";

/** Where the cursor is, in words and in the graph. */
export interface CursorStanding {
  /** The keys above it and the key it is at; list items by their number. */
  readonly crumbs: readonly string[];
  /** Empty outside of workflows. */
  readonly workflow: string;
  /** The path of a node of that workflow, as in its graph; empty between nodes. */
  readonly node: string;
}

/** Goes by the keys of the text as it is now: the outline's places are those of a moment ago. */
export function cursorStanding(text: string, cursor: number, outline: Outline): CursorStanding {
  const offset = behindIndent(text, cursor);
  const place = cursorPlace(text, offset);
  if (!place) {
    // In a comment or a block of text.
    const at = nodeAt(outline, offset);
    return { crumbs: [], workflow: at?.workflow.name ?? "", node: at?.node?.path ?? "" };
  }
  const rest = /^[\w.-]*(?=["']?\s*:)/.exec(text.slice(offset, offset + 256))?.[0];
  const key = place.due === "key" && rest !== undefined ? place.word + rest : "";
  const path = key === "" ? place.path : [...place.path, key];
  return {
    crumbs: path.map((step) => (typeof step === "number" ? `${step + 1}` : step)),
    workflow: path[0] === "workflows" && typeof path[1] === "string" ? path[1] : "",
    node: meaningOf(path, outline)?.nodePath ?? "",
  };
}

/** Before the content of a line the cursor is at that content; on an empty line its column counts. */
function behindIndent(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  if (text.slice(start, offset).trim() !== "") return offset;
  const blanks = /^ */.exec(text.slice(offset, offset + 256))?.[0].length ?? 0;
  return /\S/.test(text.charAt(offset + blanks)) ? offset + blanks : offset;
}

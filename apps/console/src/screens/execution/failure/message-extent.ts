/** How much of a message is read and drawn: what is longer is cut in its middle, for the first and last words say most. */
export interface MessageExtent {
  readonly head: string;
  /** Characters left out between them; 0: it is all there, in `head`. */
  readonly left: number;
  readonly tail: string;
}

const longest = 48_000;
const headLength = 8000;
const tailLength = 32_000;

export function extentOf(message: string): MessageExtent {
  if (message.length <= longest) return { head: message, left: 0, tail: "" };
  const head = toLine(message.slice(0, headLength), "end");
  const tail = toLine(message.slice(-tailLength), "start");
  return { head, left: message.length - head.length - tail.length, tail };
}

/** Cut where a line ends, if one does near the cut. */
function toLine(text: string, side: "start" | "end"): string {
  const at = side === "end" ? text.lastIndexOf("\n") : text.indexOf("\n");
  if (at < 0) return text;
  if (side === "end") return at < text.length / 2 ? text : text.slice(0, at);
  return at > text.length / 2 ? text : text.slice(at + 1);
}

/** Pieces that a browser lays out one by one, as they come into sight: each stands on lines of its own. */
export function piecesOf(text: string, length = 8000): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = from + length;
    const newline = end < text.length ? text.lastIndexOf("\n", end) : -1;
    const until = newline > from ? newline : end;
    pieces.push(text.slice(from, until));
    from = newline > from ? until + 1 : until;
  }
  return pieces;
}

/** Such a message stands open by itself. */
export const isShort = (message: string): boolean => message.length <= 1000 && message.trim().split("\n").length <= 6;

/**
 * What is to be seen of a log line: control sequences dropped, and of a line that was rewritten (a progress bar) only
 * the last state. Search, levels and copies go by this text.
 */

/** `ESC [ … final`; `ESC ] … BEL or ESC \`; other escapes of two characters; every other control but tab. */
export const controlSequences =
  /\u001b\[([0-9;:?<=>]*)[ -/]*([@-~])|\u001b\]([^\u0007\u001b]*)(?:\u0007|\u001b\\)|\u001b[@-_]?|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g;

const anyControl = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** The states a line went through, oldest first; empty ones are none. */
export function statesOf(text: string): string[] {
  return text.includes("\r") ? text.split("\r").filter((state) => state !== "") : text === "" ? [] : [text];
}

export function visibleText(text: string): string {
  if (!anyControl.test(text)) return text;
  return (statesOf(text).at(-1) ?? "").replace(controlSequences, "");
}

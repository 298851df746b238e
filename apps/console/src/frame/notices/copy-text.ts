import { notify } from "./notices.ts";

/**
 * Copies where nothing on screen would say so.
 *
 * @param what is copied, as it goes on after "Copied": "the link"
 */
export function copyText(text: string, what: string): void {
  void write(text).then((isCopied) =>
    notify(
      isCopied ? { text: `Copied ${what}` } : { text: `The browser did not let ${what} be copied`, tone: "failure" },
    ),
  );
}

/** Refused without permission; on plain http from another machine there is no clipboard at all. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

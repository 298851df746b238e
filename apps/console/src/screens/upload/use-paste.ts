import { useEffect, useEffectEvent } from "react";
import { addToBasket } from "../../basket/basket.ts";
import { filesOfTransfer, readFiles } from "../../basket/read-files.ts";

/** Text pasted outside of a field becomes a file; what it is, the server tells by its content. */
export function pastedFile(text: string, count: number): { name: string; content: Uint8Array<ArrayBuffer> } {
  const ending = /^\s*[{[]/.test(text) ? "json" : "yaml";
  const name = count === 0 ? `pasted.${ending}` : `pasted-${count + 1}.${ending}`;
  return { name, content: new TextEncoder().encode(text) };
}

/** Pasting anywhere on the page adds files or text to what is uploaded. */
export function usePaste(pastedSoFar: number): void {
  const onPaste = useEffectEvent(async (transfer: DataTransfer) => {
    const text = transfer.getData("text/plain");
    const { files, refused } = await readFiles(await filesOfTransfer(transfer));
    if (files.length > 0 || refused.length > 0) addToBasket(files, refused);
    else if (text.trim() !== "") addToBasket([pastedFile(text, pastedSoFar)]);
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      if (!clipboardData || (target instanceof HTMLElement && target.closest("input, textarea"))) return;
      event.preventDefault();
      void onPaste(clipboardData);
    };
    addEventListener("paste", listener);
    return () => removeEventListener("paste", listener);
  }, []);
}

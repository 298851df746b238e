import { parsePlainJson } from "@skein/spec/plain-json";
import { useMemo } from "react";
import { PlainTree } from "./plain-view.tsx";

/** A JSON file as a tree; the server has seen that it is valid. */
export function JsonViewer({ text }: { readonly text: string }) {
  const { value, problem } = useMemo(() => parsePlainJson(text), [text]);
  return (
    <div className="mono max-h-96 min-w-0 overflow-auto px-2.5 py-2 leading-4.5">
      {problem || value === undefined ? (
        <pre className="wrap-anywhere whitespace-pre-wrap">{text.slice(0, 20_000)}</pre>
      ) : (
        <PlainTree value={value} />
      )}
    </div>
  );
}

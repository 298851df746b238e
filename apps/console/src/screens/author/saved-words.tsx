import { timestampFromMillis } from "@skein/spec/timestamp";
import { RelativeTime } from "../../flyte/time.tsx";
import type { Kept } from "./draft-keeper.ts";

/** When it was kept, and what it was made from. */
export function SavedWords({ kept, origin }: { readonly kept: Kept; readonly origin: string }) {
  const { what, name } = originWords(origin);
  return (
    <>
      {kept.isStored ? (
        <>
          Saved <RelativeTime at={timestampFromMillis(kept.savedAt)} /> in this browser
        </>
      ) : (
        <span className="text-fail">
          Not saved: this browser's storage is full or forbidden. It is kept until the page is closed.
        </span>
      )}
      {name ? (
        <>
          , {what} <span className="mono">{name}</span>
        </>
      ) : undefined}
    </>
  );
}

function originWords(origin: string): { readonly what: string; readonly name: string } {
  const at = origin.indexOf(":");
  const name = origin.slice(at + 1);
  switch (origin.slice(0, at)) {
    case "example":
      return { what: "from the example", name };
    case "workflow":
      return { what: "based on", name: name.split(":").slice(2).join(" ") };
    case "file":
      return { what: "from the file", name };
    default:
      return { what: "", name: "" };
  }
}

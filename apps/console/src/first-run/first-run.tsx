import type { Scope } from "../paths.ts";
import { ApiDoor } from "./api-door.tsx";
import { Examples } from "./examples.tsx";
import { FilesDoor } from "./files-door.tsx";

/** An empty project's three doors: files of one's own, an example, or the SDK one already uses. */
export function FirstRun({ scope }: { readonly scope: Scope }) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 px-4 pb-6 lg:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_minmax(0,4fr)]">
      <FilesDoor scope={scope} />
      <Examples scope={scope} />
      <ApiDoor scope={scope} />
    </div>
  );
}

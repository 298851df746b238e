import { addToBasket } from "../../basket/basket.ts";
import { PickFiles } from "../../basket/pick-files.tsx";
import { Examples } from "../../first-run/examples.tsx";
import type { Scope } from "../../paths.ts";
import { Kbd } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";

/** Upload with nothing in hand: what can be given, and three ways to give it. */
export function DropZone({ scope }: { readonly scope: Scope }) {
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 px-4 pb-6 max-lg:grid-cols-1">
      <div className="flex min-h-90 flex-col items-center justify-center gap-3 rounded-card border border-dashed border-control bg-surface p-8 text-center">
        <Icon name="upload" size={20} className="text-accent" />
        <p className="text-panel">Drop files or folders here</p>
        <p className="max-w-110 text-muted">
          YAML or JSON in the concise or the canonical form, protobuf (<span className="mono">.pb</span>), or packed as{" "}
          <span className="mono">.tgz</span> or <span className="mono">.zip</span>. Several at once; what they are is
          told by their content.
        </p>
        <PickFiles variant="primary" onPick={({ files, refused }) => addToBasket(files, refused)} />
        <p className="text-meta text-muted">
          or paste them, or their text, with <Kbd>Ctrl</Kbd> <Kbd>V</Kbd>
        </p>
      </div>
      <Examples scope={scope} />
    </div>
  );
}

import { useEffect, useEffectEvent, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { addToBasket, fillBasket } from "../basket/basket.ts";
import { filesOfTransfer, readFiles } from "../basket/read-files.ts";
import { type Scope, uploadPath } from "../paths.ts";
import { Icon } from "../ui/icon.tsx";

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Files dropped anywhere lead to Upload. There they join what is being looked at; elsewhere they start anew. */
export function DropTarget({ scope }: { readonly scope: Scope | undefined }) {
  const [over, setOver] = useState(false);
  const { pathname } = useLocation();
  const navigate = useNavigate();

  const onDrop = useEffectEvent(async (transfer: DataTransfer) => {
    const { files, refused } = await readFiles(await filesOfTransfer(transfer));
    if (pathname === "/upload") {
      addToBasket(files, refused);
      return;
    }
    fillBasket(files, refused);
    await navigate(uploadPath(scope));
  });

  useEffect(() => {
    // Entering a child comes before leaving its parent: only the balance says whether the pointer is gone.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void onDrop(event.dataTransfer);
    };
    addEventListener("dragenter", enter);
    addEventListener("dragover", hover);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragover", hover);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);

  if (!over) return undefined;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid animate-fade place-items-center bg-surface/80 p-3">
      <div className="grid size-full place-items-center rounded-card border-2 border-dashed border-accent">
        <p className="flex items-center gap-2 rounded-card border border-line-2 bg-overlay px-4 py-3 text-panel shadow-overlay">
          <Icon name="upload" className="text-accent" />
          Drop to check{scope ? ` for ${scope.project} / ${scope.domain}` : ""}. Nothing is registered yet.
        </p>
      </div>
    </div>
  );
}

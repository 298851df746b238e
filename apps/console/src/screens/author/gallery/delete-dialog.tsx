import { removeDraft } from "../../../drafts/draft-store.ts";
import type { Scope } from "../../../paths.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";

interface DeleteDialogProps {
  readonly scope: Scope;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteDialog({ scope, name, onClose, onDeleted }: DeleteDialogProps) {
  return (
    <Dialog title="Delete the draft" onClose={onClose}>
      <p>
        The text of <span className="mono">{name}</span> is deleted from this browser; there is no way back. What was
        registered from it stays.
      </p>
      <div className="mt-4 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          Keep it
        </Button>
        <Button
          variant="danger"
          onClick={() => {
            onDeleted();
            removeDraft(scope, name);
          }}
        >
          Delete
        </Button>
      </div>
    </Dialog>
  );
}

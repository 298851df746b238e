import { type FormEvent, useState } from "react";
import { findDraft, renameDraft } from "../../../drafts/draft-store.ts";
import type { Scope } from "../../../paths.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field, FieldError } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";

interface RenameDialogProps {
  readonly scope: Scope;
  readonly name: string;
  readonly onClose: () => void;
  readonly onRenamed: (name: string) => void;
}

export function RenameDialog({ scope, name, onClose, onRenamed }: RenameDialogProps) {
  const [typed, setTyped] = useState(name);
  const wanted = typed.trim();
  const problem =
    wanted === ""
      ? "A draft needs a name"
      : wanted !== name && findDraft(scope, wanted)
        ? `There is a draft called ${wanted} already`
        : "";
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== "") return;
    if (wanted !== name && renameDraft(scope, name, wanted)) onRenamed(wanted);
    onClose();
  };
  return (
    <Dialog title={`Rename ${name}`} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-3">
        <Field label="Name">
          <Input
            code
            value={typed}
            aria-invalid={problem !== ""}
            aria-describedby="rename-problem"
            onChange={({ target }) => setTyped(target.value)}
          />
        </Field>
        {problem ? <FieldError id="rename-problem">{problem}</FieldError> : undefined}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" disabled={problem !== ""}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

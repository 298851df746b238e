import { type FormEvent, useState } from "react";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";

interface ViewFormProps {
  readonly verb: "Keep" | "Rename";
  readonly first: { readonly name: string; readonly isMine: boolean };
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSave: (view: { readonly name: string; readonly isMine: boolean }) => void;
}

/** A view's name, and whom it is for. */
export function ViewForm({ verb, first, error, isPending, onSave }: ViewFormProps) {
  const [name, setName] = useState(first.name);
  const [isMine, setIsMine] = useState(first.isMine);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onSave({ name: name.trim(), isMine });
  };
  return (
    <form onSubmit={submit} className="flex w-72 flex-col gap-2 p-2">
      <div className="flex gap-2">
        <Input
          dense
          autoFocus
          aria-label="Name of the view"
          placeholder="Name of the view"
          maxLength={60}
          value={name}
          onChange={({ target }) => setName(target.value)}
          className="min-w-0 flex-1"
        />
        <Button type="submit" variant="primary" disabled={isPending || name.trim() === ""}>
          {verb}
        </Button>
      </div>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={isMine}
          onChange={({ target }) => setIsMine(target.checked)}
          className="accent-accent-solid"
        />
        Only for me
      </label>
      <p className={error ? "text-fail" : "text-muted"}>
        {error
          ? failureMessage(error)
          : isMine
            ? "Kept in this browser; one of the same name is replaced."
            : "For all who work in this project and domain; one of the same name is replaced."}
      </p>
    </form>
  );
}

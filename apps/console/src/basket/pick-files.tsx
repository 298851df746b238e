import { type ChangeEvent, useRef } from "react";
import { Button, type ButtonVariant } from "../ui/button.tsx";
import { filesOfInput, type ReadFiles, readFiles } from "./read-files.ts";

interface PickFilesProps {
  readonly onPick: (picked: ReadFiles) => void;
  readonly variant?: ButtonVariant;
  /** "Choose" at first, "Add" to what is there. */
  readonly verb?: "Choose" | "Add";
}

/** Two buttons: files, or a whole folder. */
export function PickFiles({ onPick, variant = "plain", verb = "Choose" }: PickFilesProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const onChange = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const picked = await readFiles(filesOfInput(input.files));
    input.value = ""; // so that the same file, mended, can be picked again
    onPick(picked);
  };
  return (
    <span className="inline-flex flex-wrap items-center justify-center gap-2">
      <Button variant={variant} icon="file" onClick={() => files.current?.click()}>
        {verb} files
      </Button>
      <Button icon="folder" onClick={() => folder.current?.click()}>
        {verb} a folder
      </Button>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Workflow files"
        onChange={(event) => void onChange(event)}
      />
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true;
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder of workflow files"
        onChange={(event) => void onChange(event)}
      />
    </span>
  );
}

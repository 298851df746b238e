import { lazy, Suspense, useId, useRef, useState } from "react";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { StoredFile } from "./stored-file.ts";
import { useSeen } from "./use-seen.ts";

/** Tables, players and the rest are a chunk of their own. */
const Preview = lazy(async () => ({ default: (await import("./preview.tsx")).Preview }));

interface FileViewProps {
  readonly file: StoredFile;
  readonly isOpen: boolean;
}

/** A file by its URI, and what is in it: asked for once somebody sees it. */
export function FileView({ file, isOpen }: FileViewProps) {
  return (
    <div className="min-w-0">
      <Address uri={file.uri} />
      {isKept(file.uri) ? <Disclosure file={file} isOpen={isOpen} /> : undefined}
    </div>
  );
}

/** Only what a store has can be looked into; whether it is ours, the server says. */
const isKept = (uri: string): boolean => uri.startsWith("s3://");

/** A link only where a browser can follow it. */
function Address({ uri }: { readonly uri: string }) {
  if (uri === "") return <span className="text-faint">no address</span>;
  if (!/^https?:\/\//i.test(uri)) return <span className="mono wrap-anywhere text-code-string">{uri}</span>;
  return (
    <a href={uri} target="_blank" rel="noreferrer noopener" className="mono wrap-anywhere text-accent hover:underline">
      {uri}
    </a>
  );
}

function Disclosure({ file, isOpen }: FileViewProps) {
  const [open, setOpen] = useState(isOpen);
  const root = useRef<HTMLDivElement>(null);
  const seen = useSeen(root);
  const id = useId();
  return (
    <div ref={root} className="min-w-0 font-sans">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="inline-flex h-6 items-center gap-1 text-meta text-muted hover:text-fg"
      >
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        Preview
      </button>
      <div id={id} hidden={!open}>
        {open && seen ? (
          <Suspense fallback={<SkeletonRows rows={3} label="Loading the preview" />}>
            <Preview file={file} />
          </Suspense>
        ) : undefined}
      </div>
    </div>
  );
}

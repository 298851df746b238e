import { MediaPreview_Kind as Kind, type MediaPreview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useId, useRef, useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { formatBytes } from "../size.ts";
import { nameOf, playerUrl, rawUrl, type StoredFile } from "./stored-file.ts";

/** Larger images are loaded when somebody says so. */
const LARGE_BYTES = 10_000_000n;

interface MediaViewerProps {
  readonly media: MediaPreview;
  readonly file: Pick<StoredFile, "uri" | "format">;
  readonly sizeBytes: bigint;
}

/** Images, sounds, films and PDFs, as the browser shows them. */
export function MediaViewer({ media, file, sizeBytes }: MediaViewerProps) {
  switch (media.kind) {
    case Kind.IMAGE:
      return <ImageViewer file={file} sizeBytes={sizeBytes} />;
    case Kind.AUDIO:
      return <Player file={file} className="h-14" />;
    case Kind.VIDEO:
      return <Player file={file} className="h-72" />;
    case Kind.PDF:
      return <PdfViewer file={file} />;
    default:
      return <p className="p-2.5 text-meta text-muted">No viewer is known for {media.contentType}.</p>;
  }
}

function ImageViewer({ file, sizeBytes }: Omit<MediaViewerProps, "media">) {
  const [isWanted, setIsWanted] = useState(sizeBytes <= LARGE_BYTES);
  const [state, setState] = useState<"loading" | "drawn" | "broken">("loading");
  const [isFull, setIsFull] = useState(false);
  const name = nameOf(file.uri);
  if (!isWanted) {
    return (
      <p className="p-2.5">
        <Button size="small" onClick={() => setIsWanted(true)}>
          Show the image ({formatBytes(sizeBytes)})
        </Button>
      </p>
    );
  }
  if (state === "broken")
    return <p className="p-2.5 text-meta text-muted">The browser cannot draw this image; it may be damaged.</p>;
  return (
    <>
      <button
        type="button"
        aria-label={`${name} in full size`}
        onClick={() => setIsFull(true)}
        className="block max-w-full cursor-zoom-in p-2.5"
      >
        <img
          src={rawUrl(file)}
          alt={name}
          onLoad={() => setState("drawn")}
          onError={() => setState("broken")}
          className={`max-h-72 max-w-full object-contain ${state === "loading" ? "min-h-16" : ""}`}
        />
      </button>
      {isFull ? <FullSize file={file} name={name} onClose={() => setIsFull(false)} /> : undefined}
    </>
  );
}

interface FullSizeProps {
  readonly file: Pick<StoredFile, "uri" | "format">;
  readonly name: string;
  readonly onClose: () => void;
}

/** As large as it is; Esc closes, the opener gets the focus back. */
function FullSize({ file, name, onClose }: FullSizeProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onClose={onClose}
      className="m-auto max-h-[94vh] max-w-[94vw] rounded-card border border-line-2 bg-overlay text-fg shadow-overlay backdrop:bg-bg/70"
    >
      <header className="sticky top-0 flex h-10 items-center gap-3 border-b border-line bg-overlay pr-1.5 pl-4">
        <h2 id={title} className="flex-1 truncate font-semibold">
          {name}
        </h2>
        <IconButton icon="cross" label="Close" onClick={() => dialog.current?.close()} />
      </header>
      <img src={rawUrl(file)} alt={name} className="max-w-none" />
    </dialog>
  );
}

/** A page of its own, which plays and does nothing else: this one may play nothing. */
function Player({
  file,
  className,
}: {
  readonly file: Pick<StoredFile, "uri" | "format">;
  readonly className: string;
}) {
  return (
    <iframe
      title={`Player of ${nameOf(file.uri)}`}
      src={playerUrl(file)}
      sandbox="allow-same-origin"
      allow="fullscreen"
      referrerPolicy="no-referrer"
      className={`block w-full border-0 ${className}`}
    />
  );
}

/** By the browser's own viewer, where it has one; that does not run in a sandbox, and lets documents reach nothing. */
function PdfViewer({ file }: { readonly file: Pick<StoredFile, "uri" | "format"> }) {
  const url = rawUrl(file);
  const name = nameOf(file.uri);
  return (
    <>
      {navigator.pdfViewerEnabled === false ? (
        <p className="px-2.5 pt-2.5 text-meta text-muted">This browser shows no PDFs in pages.</p>
      ) : (
        <iframe
          title={`Pages of ${name}`}
          src={url}
          referrerPolicy="no-referrer"
          className="block h-96 w-full border-0"
        />
      )}
      <p className="px-2.5 py-1 text-axis">
        <a href={url} target="_blank" rel="noreferrer noopener" className="font-medium text-accent hover:underline">
          Open alone
        </a>
      </p>
    </>
  );
}

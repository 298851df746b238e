import type { TextPreview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useState } from "react";
import { CopyButton } from "../../ui/copy.tsx";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { formatBytes } from "../size.ts";

/** So much is drawn at first, and so much more by each press. */
const STEP = 20_000;

interface TextViewerProps {
  readonly preview: TextPreview;
  readonly sizeBytes: bigint;
  readonly name: string;
}

/** A text as it is: whatever markup is in it stays text. */
export function TextViewer({ preview: { text, truncated, encoding }, sizeBytes, name }: TextViewerProps) {
  const [shown, setShown] = useState(STEP);
  const [wraps, setWraps] = useState(true);
  if (text === "") return <p className="p-2.5 text-meta text-muted">The file is empty.</p>;
  return (
    <>
      <div className="relative">
        <CopyButton text={text} what={`text of ${name}`} className="absolute top-1 right-3" />
        <ScrollBox role="region" aria-label={`Text of ${name}`} className="max-h-96 overflow-auto">
          <pre
            className={`px-2.5 py-2 pr-10 font-mono text-code ${wraps ? "wrap-anywhere whitespace-pre-wrap" : "whitespace-pre"}`}
          >
            {text.slice(0, shown)}
          </pre>
        </ScrollBox>
      </div>
      <p className="flex min-h-7 flex-wrap items-center gap-x-3 border-t border-line px-2.5 text-axis text-muted">
        <span>{encoding}</span>
        {truncated ? (
          <span>
            the first {formatBytes(256 * 1024)} of {formatBytes(sizeBytes)}; download the rest
          </span>
        ) : undefined}
        <button
          type="button"
          aria-pressed={wraps}
          onClick={() => setWraps(!wraps)}
          className="min-h-6 font-medium text-accent hover:underline"
        >
          Wrap lines
        </button>
        {text.length > shown ? (
          <button
            type="button"
            onClick={() => setShown(shown + 5 * STEP)}
            className="min-h-6 font-medium text-accent hover:underline"
          >
            Show more
          </button>
        ) : undefined}
      </p>
    </>
  );
}

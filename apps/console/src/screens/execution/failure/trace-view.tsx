import { useState } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { ScrollBox } from "../../../ui/scroll-box.tsx";
import { type Frame, type FrameGroup, groupFrames } from "./frame.ts";
import type { Trace } from "./parse-failure.ts";

/** A stack: own frames stand open, those of libraries are folded. All of it is text, whatever it looks like. */
export function TraceView({ trace }: { readonly trace: Trace }) {
  const { link, frames, type, message } = trace;
  return (
    <div className="flex flex-col gap-1">
      {link ? <p className="text-meta text-muted">{link}</p> : undefined}
      <ol aria-label={`Stack of ${type || "the error"}`} className="flex flex-col gap-1">
        {groupFrames(frames).map((group, at) => (
          <FrameGroupView key={at} group={group} />
        ))}
      </ol>
      {type ? (
        <p className="font-mono text-code wrap-anywhere whitespace-pre-wrap">
          <b className="font-semibold">{type}</b>
          {message ? `: ${message}` : ""}
        </p>
      ) : undefined}
    </div>
  );
}

function FrameGroupView({ group: { frames, isFolded, isLibrary } }: { readonly group: FrameGroup }) {
  const [open, setOpen] = useState(false);
  const count = `${frames.length.toLocaleString("en-US")} ${isLibrary ? "library " : "more "}${frames.length === 1 ? "frame" : "frames"}`;
  return (
    <>
      {isFolded ? (
        <li>
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="inline-flex min-h-6 items-center gap-1 rounded-chip text-meta text-muted hover:text-fg"
          >
            <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
            {count}
          </button>
        </li>
      ) : undefined}
      {isFolded && !open ? undefined : frames.map((frame, at) => <FrameView key={at} frame={frame} />)}
    </>
  );
}

function FrameView({ frame: { file, line, name, code, isLibrary } }: { readonly frame: Frame }) {
  return (
    <li className={`font-mono text-code ${isLibrary ? "pl-4 text-muted" : ""}`}>
      <span className="wrap-anywhere">
        {file}
        {line === undefined ? "" : `:${line}`}
      </span>
      {name ? <span className="wrap-anywhere text-muted"> in {name}</span> : undefined}
      {code.length > 0 ? (
        <ScrollBox className="overflow-x-auto">
          <pre className="w-max pl-4 font-mono text-code">{code.join("\n")}</pre>
        </ScrollBox>
      ) : undefined}
    </li>
  );
}

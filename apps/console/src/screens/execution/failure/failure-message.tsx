import { useMemo, useState } from "react";
import { formatBytes } from "../../../flyte/size.ts";
import { CopyButton } from "../../../ui/copy.tsx";
import { extentOf, piecesOf } from "./message-extent.ts";
import { type FailurePart, parseFailure } from "./parse-failure.ts";
import { TraceView } from "./trace-view.tsx";

/** All that an error says, stacks as stacks. What is very long is cut in its middle until somebody asks for all. */
export function FailureMessage({ message }: { readonly message: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const { head, tail, left } = useMemo(() => {
    const extent = extentOf(message);
    return { left: extent.left, head: parseFailure(extent.head), tail: parseFailure(extent.tail) };
  }, [message]);
  return (
    <div className="relative">
      <CopyButton text={message} what="message" className="absolute top-0 right-0 bg-surface" />
      <div className="flex flex-col gap-2 pr-8">
        {isWhole ? (
          <WholeText text={message} />
        ) : (
          <>
            <Parts parts={head} />
            {left > 0 ? (
              <p className="text-meta text-muted">
                {formatBytes(left)} left out.{" "}
                <button
                  type="button"
                  onClick={() => setIsWhole(true)}
                  className="min-h-6 font-medium text-accent hover:underline"
                >
                  Show all
                </button>
              </p>
            ) : undefined}
            <Parts parts={tail} />
          </>
        )}
      </div>
    </div>
  );
}

function Parts({ parts }: { readonly parts: readonly FailurePart[] }) {
  return parts.map((part, at) =>
    part.kind === "trace" ? (
      <TraceView key={at} trace={part} />
    ) : (
      <p key={at} className="font-mono text-code wrap-anywhere whitespace-pre-wrap">
        {part.text}
      </p>
    ),
  );
}

/** As it came; the browser lays out what is in sight. */
function WholeText({ text }: { readonly text: string }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div className="font-mono text-code wrap-anywhere whitespace-pre-wrap">
      {pieces.map((piece, at) => (
        <div key={at} className="[contain-intrinsic-size:auto_2000px] [content-visibility:auto]">
          {piece}
        </div>
      ))}
    </div>
  );
}

import type { ReactNode } from "react";

/** Text with `code` in backticks, as messages and hints are written. */
export function inlineCode(text: string): ReactNode[] {
  return text.split(/(`[^`]+`)/).map((part, at) =>
    part.length > 2 && part.startsWith("`") ? (
      <code key={at} className="mono rounded-chip bg-hover px-1">
        {part.slice(1, -1)}
      </code>
    ) : (
      part
    ),
  );
}

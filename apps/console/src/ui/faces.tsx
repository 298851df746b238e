import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { CopyText } from "./copy.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-shapes.tsx";

/** The three faces a data view has beside its full one. Each keeps the place of what it stands for. */

interface EmptyFaceProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  /** One primary action. */
  readonly action?: ReactNode;
  /** One command that can be copied. */
  readonly command?: string;
}

export function EmptyFace({ icon, title, children, action, command }: EmptyFaceProps) {
  return (
    <div className="m-4 flex min-h-49 flex-col items-center justify-center gap-2 rounded-card border border-dashed border-line-2 p-6 text-center">
      <Icon name={icon} size={20} className="text-faint" />
      <p className="font-strong">{title}</p>
      {children ? <div className="max-w-120 text-muted">{children}</div> : undefined}
      {action}
      {command ? <CopyText text={command} /> : undefined}
    </div>
  );
}

interface ErrorFaceProps {
  readonly title: string;
  /** What the server or the browser said, as it is. */
  readonly message: string;
  readonly onRetry?: (() => void) | undefined;
  /** Code, request id, time: for a report. */
  readonly details?: string;
  readonly children?: ReactNode;
}

export function ErrorFace({ title, message, onRetry, details, children }: ErrorFaceProps) {
  return (
    <div
      role="alert"
      className="tone-fail m-4 flex min-h-49 flex-col items-center justify-center gap-2 rounded-card border border-tone-line p-6 text-center"
    >
      <Icon name="error" size={20} className="text-fail" />
      <p className="font-strong">{title}</p>
      <p className="max-w-150 wrap-anywhere text-muted">{message}</p>
      {children}
      <div className="flex items-center gap-2">
        {onRetry ? (
          <Button size="small" onClick={onRetry}>
            Retry
          </Button>
        ) : undefined}
        {details ? <CopyText text={details} label="Copy details" /> : undefined}
      </div>
    </div>
  );
}

/** Grey bars in the place of rows; nothing in the first 150 ms, so that fast answers do not flicker. */
export function SkeletonRows({ rows = 8, label }: { readonly rows?: number; readonly label: string }) {
  const shown = useAfter(150);
  return (
    <div role="status" aria-label={label} className={shown ? "animate-fade" : "invisible"}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-8 items-center gap-4 border-b border-line px-4">
          <i className="h-2.5 w-5 rounded-chip bg-hover" />
          <i className="h-2.5 w-24 rounded-chip bg-hover" />
          <i className="h-2.5 w-1/4 rounded-chip bg-hover" />
          <i className="ml-auto h-2.5 w-20 rounded-chip bg-hover" />
        </div>
      ))}
    </div>
  );
}

/** False until so many milliseconds have passed. */
export function useAfter(delayMs: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
  return passed;
}

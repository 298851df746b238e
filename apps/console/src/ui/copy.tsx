import { useEffect, useState } from "react";
import { Icon } from "./icon.tsx";

/** Copies and says so, on screen and to screen readers. */
function useCopied(): readonly [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false), // refused by the browser: the sign stays as it was
    );
  };
  return [copied, copy];
}

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "name", "value". */
  readonly what: string;
  readonly className?: string;
  readonly disabled?: boolean;
}

export function CopyButton({ text, what, className = "", disabled = false }: CopyButtonProps) {
  const [copied, copy] = useCopied();
  return (
    <button
      type="button"
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      title={`Copy ${what}`}
      disabled={disabled}
      onClick={() => copy(text)}
      className={`inline-grid size-6 flex-none place-items-center rounded-control text-muted hover:bg-hover hover:text-fg disabled:pointer-events-none disabled:text-faint disabled:opacity-50 ${className}`}
    >
      <Icon name={copied ? "check" : "copy"} size={14} />
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}

/** A command or value shown as code, copied as a whole; with a label, a plain button. */
export function CopyText({ text, label }: { readonly text: string; readonly label?: string }) {
  const [copied, copy] = useCopied();
  return (
    <button
      type="button"
      aria-label={label ?? `Copy: ${text}`}
      onClick={() => copy(text)}
      className="inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-chip bg-raised px-2 py-0.5 text-meta text-muted hover:bg-hover hover:text-fg"
    >
      <span className={label ? "font-medium" : "mono wrap-anywhere"}>{label ?? text}</span>
      <Icon name={copied ? "check" : "copy"} size={12} />
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}

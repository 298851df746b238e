import { CopyButton } from "./copy.tsx";
import { ScrollBox } from "./scroll-box.tsx";

interface CodeBlockProps {
  readonly code: string;
  /** What is copied: "command", "snippet". */
  readonly what: string;
  readonly className?: string;
  /** Not to be used as it stands: paler, and not to be copied. */
  readonly disabled?: boolean;
}

/** Code to read and to copy as a whole. */
export function CodeBlock({ code, what, className = "", disabled = false }: CodeBlockProps) {
  return (
    <div className={`relative rounded-control border border-line bg-raised ${className}`}>
      <CopyButton text={code} what={what} disabled={disabled} className="absolute top-1 right-1 bg-raised" />
      <ScrollBox className="overflow-x-auto">
        <pre className={`w-max px-3 py-2 pr-9 font-mono text-code ${disabled ? "text-faint select-none" : ""}`}>
          {code}
        </pre>
      </ScrollBox>
    </div>
  );
}

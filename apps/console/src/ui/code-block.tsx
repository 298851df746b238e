import { CopyButton } from "./copy.tsx";

interface CodeBlockProps {
  readonly code: string;
  /** What is copied: "command", "snippet". */
  readonly what: string;
  readonly className?: string;
}

/** Code to read and to copy as a whole. */
export function CodeBlock({ code, what, className = "" }: CodeBlockProps) {
  return (
    <div className={`relative rounded-control border border-line bg-raised ${className}`}>
      <CopyButton text={code} what={what} className="absolute top-1 right-1 bg-raised" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <pre tabIndex={0} className="overflow-x-auto px-3 py-2 pr-9 font-mono text-code -outline-offset-2">
        {code}
      </pre>
    </div>
  );
}

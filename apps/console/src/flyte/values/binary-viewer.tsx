import { ScrollBox } from "../../ui/scroll-box.tsx";
import { formatBytes } from "../size.ts";

const PER_LINE = 16;

interface BinaryViewerProps {
  readonly head: Uint8Array;
  readonly sizeBytes: bigint;
}

/** The first bytes of what is no text and has no viewer. */
export function BinaryViewer({ head, sizeBytes }: BinaryViewerProps) {
  if (head.length === 0) return <p className="p-2.5 text-meta text-muted">The file is empty.</p>;
  return (
    <>
      <ScrollBox role="region" aria-label="Bytes" className="max-h-60 overflow-auto">
        <pre className="px-2.5 py-2 font-mono text-code text-muted">{dump(head)}</pre>
      </ScrollBox>
      <p className="min-h-7 border-t border-line px-2.5 py-1.5 text-axis text-muted">
        No text, and nothing that has a viewer:{" "}
        {BigInt(head.length) < sizeBytes
          ? `these are the first ${head.length} of ${formatBytes(sizeBytes)}`
          : "this is all"}
      </p>
    </>
  );
}

/** "00000000  89 50 4e 47 …  .PNG" */
export function dump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const line = [...bytes.subarray(at, at + PER_LINE)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(PER_LINE * 3 - 1)}  ${text}`);
  }
  return lines.join("\n");
}

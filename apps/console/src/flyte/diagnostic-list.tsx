import { type Diagnostic, Diagnostic_Severity as Severity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icon-shapes.tsx";
import { inlineCode } from "./inline-code.tsx";

interface SeverityLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: string;
}

const severities = {
  [Severity.SEVERITY_UNSPECIFIED]: { word: "Note", icon: "info", tone: "tone-wait" },
  [Severity.ERROR]: { word: "Error", icon: "error", tone: "tone-fail" },
  [Severity.WARNING]: { word: "Warning", icon: "warning", tone: "tone-pause" },
  [Severity.INFO]: { word: "Note", icon: "info", tone: "tone-wait" },
} as const satisfies Record<Severity, SeverityLook>;

function severityLook(severity: Severity): SeverityLook {
  return severities[severity] ?? severities[Severity.SEVERITY_UNSPECIFIED];
}

/** "workflow.yaml:44:19", as far as it is known. */
export function placeOf({ file, range, path }: Diagnostic): string {
  if (!range?.start) return [file, path].filter(Boolean).join(" ");
  return [file, range.start.line, range.start.col].filter((part) => part !== "").join(":");
}

interface DiagnosticListProps {
  readonly diagnostics: readonly Diagnostic[];
  /** Leads to the entity a finding is about, where there is one. */
  readonly onSelect?: (diagnostic: Diagnostic) => void;
}

/** Findings, errors first: what, where, the line with a caret, and what may help. */
export function DiagnosticList({ diagnostics, onSelect }: DiagnosticListProps) {
  const sorted = diagnostics.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  return (
    <ol className="flex flex-col gap-3">
      {sorted.map((diagnostic, at) => (
        <li key={at}>
          <DiagnosticCard diagnostic={diagnostic} onSelect={onSelect} />
        </li>
      ))}
    </ol>
  );
}

function rank(severity: Severity): number {
  return severity === Severity.SEVERITY_UNSPECIFIED ? Severity.INFO : severity;
}

interface DiagnosticCardProps {
  readonly diagnostic: Diagnostic;
  readonly onSelect?: ((diagnostic: Diagnostic) => void) | undefined;
}

function DiagnosticCard({ diagnostic, onSelect }: DiagnosticCardProps) {
  const { word, icon, tone } = severityLook(diagnostic.severity);
  const { message, hints, code, entity, nodeId } = diagnostic;
  const subject = [entityName(entity), nodeId && `node ${nodeId}`].filter(Boolean).join(", ");
  return (
    <article className={`overflow-hidden rounded-card border border-tone-line bg-surface ${tone}`}>
      <header className="flex items-start gap-2.5 bg-tone-panel px-3 py-2.25">
        <Icon name={icon} label={word} className="mt-0.5 text-tone" />
        <h3 className="min-w-0 flex-1 font-semibold wrap-anywhere">{inlineCode(message)}</h3>
        <span className="mono flex-none pt-px text-muted">{placeOf(diagnostic)}</span>
      </header>
      <SourceLine diagnostic={diagnostic} />
      <footer className="flex flex-col gap-1 border-t border-line px-3 py-2 text-meta">
        {hints.map((hint) => (
          <p key={hint} className="flex gap-2">
            <Icon name="bulb" className="text-accent" />
            <span className="min-w-0 wrap-anywhere">{inlineCode(hint)}</span>
          </p>
        ))}
        <p className="flex flex-wrap items-center gap-x-2 text-faint">
          <span className="mono">{code}</span>
          {subject && onSelect ? (
            <button type="button" onClick={() => onSelect(diagnostic)} className="text-accent hover:underline">
              {subject}
            </button>
          ) : (
            <span>{subject}</span>
          )}
        </p>
      </footer>
    </article>
  );
}

/** The name in an identifier's text (`project:domain:name:version`); anything else is a name already. */
function entityName(text: string): string {
  const parts = text.split(":");
  return parts.length < 4 ? text : parts.slice(2, -1).join(":");
}

/** The line itself with carets under what is meant; tabs are kept, so that both lines stay in step. */
function SourceLine({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const { sourceLine, range } = diagnostic;
  const start = range?.start;
  if (!sourceLine || !start) return undefined;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] border-t border-line bg-raised py-2 font-mono text-code">
      <span className="border-l-3 border-tone pr-3.5 pl-2.5 text-right font-semibold text-tone select-none">
        {start.line}
      </span>
      <pre className="overflow-x-auto pr-3">
        {sourceLine}
        {"\n"}
        <span aria-hidden="true" className="text-tone">
          {caretsUnder(sourceLine, start.col, range?.end?.line === start.line ? range.end.col : undefined)}
        </span>
      </pre>
    </div>
  );
}

/**
 * The text to draw under a source line.
 *
 * @param col from 1, in UTF-16 code units
 * @param end up to, not including; absent when the range goes on past the line
 */
export function caretsUnder(line: string, col: number, end: number | undefined): string {
  const from = Math.min(Math.max(0, col - 1), line.length);
  const to = Math.max(from + 1, Math.min(end === undefined ? line.trimEnd().length : end - 1, line.length));
  return `${line.slice(0, from).replace(/[^\t]/g, " ")}${"^".repeat(to - from)}`;
}

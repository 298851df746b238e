/**
 * Collects what a compilation finds.
 *
 * A finder says code, facts, place and sentence; the workflow it stands in is bound once per template (`about`).
 */
import { type Diagnostic, diagnostic, type Hint, type Severity } from "@skein/spec/diagnostic";
import type { Code, Facts } from "./codes.ts";
import { comparePaths, type Trail, toPath } from "./trail.ts";

/** How faithful a verdict is: upstream's, defects included, or without them. Defects are warnings in the first. */
export type Mode = "flyte-1.16" | "strict";

/** What a finder knows. */
export interface Finding<C extends Code> {
  readonly code: C;
  readonly facts: Facts[C];
  readonly at: Trail;
  readonly message: string;
  /** As upstream would report it: the missing node's id, the provider's, or start-node; see `node`. */
  readonly nodeId?: string;
  /** The node the finding stands in, where that is another one; becomes `data.node`. */
  readonly node?: string;
  readonly severity?: Severity;
  /** Looking for names that may have been meant costs: it is only done for what is listed. */
  readonly hints?: readonly Hint[] | (() => readonly Hint[]);
  readonly related?: readonly { readonly at: Trail; readonly message: string }[];
}

/** Takes findings about one entity. */
export type Report = <C extends Code>(finding: Finding<C>) => void;

/** Everything found, across templates. */
export interface Findings {
  /** A report bound to the entity's identifier text. */
  about(entity: string): Report;
  /** Whether as much was found as is listed, with an error among it: no use to look further. */
  isDone(): boolean;
  /** In the order of the source, then by code; at most a thousand and a notice. */
  list(): Diagnostic[];
}

const mostFindings = 1000;
/** Names and types may be as long as a file; a sentence need not. */
const longestMessage = 2000;

/** An empty collection. */
export function collectFindings(): Findings {
  const found: Diagnostic[] = [];
  let isCut = false;
  let hasError = false;
  return {
    about: (entity) => (finding) => {
      hasError ||= (finding.severity ?? "error") === "error";
      if (found.length < mostFindings) found.push(toDiagnostic(entity, finding));
      else isCut = true;
    },
    isDone: () => hasError && isCut,
    list() {
      const sorted = found.toSorted((a, b) => comparePaths(a.path, b.path) || (a.code < b.code ? -1 : 1));
      if (!isCut) return sorted;
      const message = `There are more than ${mostFindings} findings; fix these first`;
      const severity = hasError ? "error" : "info";
      return [...sorted, diagnostic({ code: "TooManyFindings", severity, message, data: { limit: mostFindings } })];
    },
  };
}

/** The severity of an upstream defect: an error where verdicts need not be upstream's. */
export function defect(mode: Mode): Severity {
  return mode === "strict" ? "error" : "warning";
}

/** A finding as the diagnostic that is shown. */
export function toDiagnostic<C extends Code>(entity: string, finding: Finding<C>): Diagnostic {
  const { code, facts, at, message, nodeId = "", node, severity = "error", related = [] } = finding;
  const isLong = message.length > longestMessage;
  const hints = typeof finding.hints === "function" ? finding.hints() : (finding.hints ?? []);
  return diagnostic({
    code,
    severity,
    entity,
    nodeId,
    path: toPath(at),
    message: isLong ? `${message.slice(0, longestMessage)}…` : message,
    data: { ...facts, ...(node !== undefined && node !== nodeId ? { node } : {}) },
    hints,
    related: related.map((each) => ({ path: toPath(each.at), message: each.message })),
  });
}

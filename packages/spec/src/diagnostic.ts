/**
 * A finding about a user's document: one shape for YAML, schema, lowering and compiler findings.
 *
 * The compiler never sees text: it fills `path` (into the messages it was given). Authoring maps the path to `range`
 * through its source map (authoring/source-map.ts), so that a finding three passes later still points at the line.
 */
export interface Diagnostic {
  /** Stable, never reused; upstream's codes keep their spelling. */
  readonly code: string;
  readonly severity: Severity;
  /** Identifier text of the workflow, task or launch plan it is about; empty when it is about the file. */
  readonly entity: string;
  /** The node inside, as upstream would report it; empty when there is none. */
  readonly nodeId: string;
  /** The smallest responsible field of the input. A missing field points at its parent. */
  readonly path: Path;
  /** Names the thing; the remedy is in `hints`. */
  readonly message: string;
  /** Everything the message was made from: variable, expected, actual, candidates. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly hints: readonly Hint[];
  /** Other places that explain it, such as the declaration of the output that has the wrong type. */
  readonly related: readonly { readonly path: Path; readonly message: string; readonly range?: Range }[];
  /** Where in the text that was given; absent for binary input. */
  readonly range?: Range;
  /** The file (or archive member) it was found in, where there are several. */
  readonly file?: string;
}

export type Severity = "error" | "warning" | "info";

/** Keys and indices from the root of a message or document. */
export type Path = readonly (string | number)[];

/** Both from 1, as editors count. `col` counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly col: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A remedy in words and, where a machine can do it, the edit: replace the text of `range` by `replacement`. */
export interface Hint {
  readonly text: string;
  readonly edit?:
    | { readonly path: Path; readonly value: unknown }
    | { readonly range: Range; readonly replacement: string };
}

/** Makes a diagnostic from what a finder knows; the rest is empty. */
export function diagnostic(
  found: Pick<Diagnostic, "code" | "message"> & Partial<Omit<Diagnostic, "code" | "message">>,
): Diagnostic {
  return { severity: "error", entity: "", nodeId: "", path: [], data: {}, hints: [], related: [], ...found };
}

/** Whether any of them forbids going on. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}

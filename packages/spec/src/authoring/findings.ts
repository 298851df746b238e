/**
 * Gathers the diagnostics of one given text, with ranges made from spans.
 *
 * Narrowed views (`within`) say which entity and node a finding is about and count their own errors, so that one bad
 * task is left out while the others go on.
 */
import { type Diagnostic, diagnostic, type Hint, type Path, type Severity } from "../diagnostic.ts";
import { findNear } from "../did-you-mean.ts";
import type { SourceText, Span } from "./source-text.ts";

/** What authoring may report. Codes that upstream has for the same mistake keep upstream's spelling. */
export type AuthoringCode =
  // the text
  | "YamlSyntax"
  | "UnquotedReference"
  | "UnquotedType"
  | "DuplicateKey"
  | "InvalidKey"
  | "UnknownAnchor"
  | "UnknownTag"
  | "AliasLimit"
  | "DepthLimit"
  | "SizeLimit"
  | "NotText"
  // its shape
  | "EmptyDocument"
  | "UnknownKey"
  | "WrongKind"
  | "ValueRequired"
  | "ConflictingKeys"
  | "InvalidValue"
  | "InvalidName"
  // what it means
  | "UnknownType"
  | "InvalidReference"
  | "PartialReference"
  | "MisplacedReference"
  | "NodeReferenceNotFound"
  | "VariableNameNotFound"
  | "TaskReferenceNotFound"
  | "WorkflowReferenceNotFound"
  | "LaunchPlanReferenceNotFound"
  | "MismatchingTypes"
  | "InvalidCondition"
  | "UndeterminedType"
  | "CodeNotFound"
  | "DuplicateId"
  | "CycleDetected"
  | "SkippedEntity"
  | "RejectedFile"
  | "IgnoredFile"
  | "TooManyProblems";

export interface Finding {
  readonly code: AuthoringCode;
  readonly message: string;
  readonly span?: Span;
  readonly severity?: Severity;
  readonly hints?: readonly Hint[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  readonly path?: Path;
}

export class Findings {
  readonly source: SourceText;
  readonly file: string;
  readonly #all: Diagnostic[];
  readonly #about: { entity: string; nodeId: string };
  readonly #parent: Findings | undefined;
  #errors = 0;

  constructor(source: SourceText, file: string, about = { entity: "", nodeId: "" }, parent?: Findings) {
    this.source = source;
    this.file = file;
    this.#about = about;
    this.#parent = parent;
    this.#all = parent ? parent.#all : [];
  }

  /** All that was found in the text, also through narrowed views. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#all;
  }

  /** Errors reported through this view and those made from it. */
  get errors(): number {
    return this.#errors;
  }

  /** A view whose findings are about an entity, or a node of it. */
  within(about: { entity?: string; nodeId?: string }): Findings {
    return new Findings(this.source, this.file, { ...this.#about, ...about }, this);
  }

  add(finding: Finding): void {
    const { span, related, ...rest } = finding;
    this.#all.push(
      diagnostic({
        ...this.#about,
        ...rest,
        file: this.file,
        related: (related ?? []).map((each) => ({
          path: [],
          message: each.message,
          range: this.source.rangeOf(each.span),
        })),
        ...(span ? { range: this.source.rangeOf(span) } : {}),
      }),
    );
    if ((finding.severity ?? "error") === "error") this.fail();
  }

  /** Counts an error that is told elsewhere: what is viewed cannot be used. */
  fail(): void {
    this.#errors++;
    this.#parent?.fail();
  }

  /** A remedy that replaces a piece of the text. */
  replacing(span: Span, replacement: string, text: string): Hint {
    return { text, edit: { range: this.source.rangeOf(span), replacement } };
  }

  /** "Did you mean" hints for a misspelt name that stands at `span`; at most three, nearest first. */
  didYouMean(word: string, candidates: Iterable<string>, span: Span): Hint[] {
    return findNear(word, candidates).map((near) => this.replacing(span, near, `Did you mean "${near}"?`));
  }
}

/**
 * A failure we foresee: its message names the thing and the remedy, and is shown to the user as it is.
 *
 * Each Problem is a subclass beside the code that raises it. Findings about a user's document are not problems but
 * `Diagnostic` values (diagnostic.ts); anything else that is thrown is a bug.
 * The one mapping of kinds to Connect codes is apps/bff/src/rpc/error-codes.ts.
 */
export abstract class Problem extends Error {
  abstract readonly kind: ProblemKind;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What went wrong, as a class of answer: the request, the thing asked for, its state, or a part we need. */
export type ProblemKind = "invalid" | "notFound" | "conflict" | "precondition" | "unavailable" | "tooLarge";

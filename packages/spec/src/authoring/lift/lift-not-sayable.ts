/**
 * Carries out of the depth of lifting what the concise form cannot say; the entity is then written in canonical form,
 * with the message as the reason.
 */
import { Problem } from "../../problem.ts";

/** The message names the field, and the node it is of: `node words: its metadata has a config`. */
export class NotSayable extends Problem {
  readonly kind = "invalid";

  /** The same, told of what it is a part of. */
  of(whole: string): NotSayable {
    return new NotSayable(`${whole}: ${this.message}`, { cause: this });
  }
}

/** Runs `lift`; what it cannot say is told of `whole`. */
export function within<T>(whole: string, lift: () => T): T {
  try {
    return lift();
  } catch (reason) {
    throw reason instanceof NotSayable ? reason.of(whole) : reason;
  }
}

/**
 * The server's clock, as seen from this browser.
 *
 * A message is always a little older than it says, so every sample is too early; the latest of the newest samples is
 * nearest to the truth.
 */
const SAMPLES = 24;

export class ServerClock {
  readonly #offsets: number[] = [];
  #offset = 0;

  /** @param serverMs when the server says it is; @param localMs when that arrived, by this browser's clock */
  sample(serverMs: number, localMs: number): void {
    this.#offsets.push(serverMs - localMs);
    if (this.#offsets.length > SAMPLES) this.#offsets.shift();
    this.#offset = Math.max(...this.#offsets);
  }

  now(localMs: number): number {
    return localMs + this.#offset;
  }
}

/** One per tab: whatever brings a word of the server's time adds to it. */
export const serverClock = new ServerClock();

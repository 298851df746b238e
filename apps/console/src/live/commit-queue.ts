/**
 * Gathers what arrives and hands it on once per frame, ten times a second at most.
 *
 * A burst of a thousand deltas is then one render. A hidden tab draws nothing and has no frames: there a slow timer
 * keeps the queue short, and what has gathered comes at once when the tab is looked at.
 */
const COMMIT_INTERVAL_MS = 100;
const HIDDEN_INTERVAL_MS = 5000;

export interface Frames {
  now(): number;
  isHidden(): boolean;
  after(ms: number, act: () => void): () => void;
  frame(act: () => void): () => void;
}

export class CommitQueue {
  #waiting: (() => void)[] = [];
  #cancel: (() => void) | undefined;
  #committedAt = Number.NEGATIVE_INFINITY;

  readonly #frames: Frames;
  readonly #batch: (commit: () => void) => void;

  /** @param batch runs a whole commit, so that the view is told once */
  constructor(frames: Frames, batch: (commit: () => void) => void) {
    this.#frames = frames;
    this.#batch = batch;
  }

  add(act: () => void): void {
    this.#waiting.push(act);
    if (!this.#cancel) this.#arm();
  }

  /** The tab was shown again: do not wait for the slow timer. */
  wake(): void {
    if (this.#waiting.length === 0) return;
    this.#cancel?.();
    this.#arm();
  }

  #arm(): void {
    const frames = this.#frames;
    if (frames.isHidden()) {
      this.#cancel = frames.after(HIDDEN_INTERVAL_MS, () => this.#commit());
      return;
    }
    const wait = this.#committedAt + COMMIT_INTERVAL_MS - frames.now();
    if (wait <= 0) this.#cancel = frames.frame(() => this.#commit());
    else
      this.#cancel = frames.after(wait, () => {
        this.#cancel = frames.frame(() => this.#commit());
      });
  }

  #commit(): void {
    const acts = this.#waiting;
    this.#waiting = [];
    this.#cancel = undefined;
    this.#committedAt = this.#frames.now();
    this.#batch(() => {
      for (const act of acts) act();
    });
  }
}

export const browserFrames: Frames = {
  now: () => performance.now(),
  isHidden: () => document.hidden,
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  frame: (act) => {
    const frame = requestAnimationFrame(act);
    return () => cancelAnimationFrame(frame);
  },
};

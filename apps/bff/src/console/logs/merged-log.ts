/**
 * The lines of many attempts as one log, in the order of their times.
 *
 * What is kept of a line is where it stands and when it was written, not its text. Lines are put in order as they are
 * found: those of one growth by time, and all of them after those of the growth before, so that a row never moves while
 * somebody reads. A log made anew is in perfect order; `order` tells one from the other.
 */
import { setImmediate } from "node:timers/promises";
import { type Level, type LineSense, levels, SenseReader } from "@skein/spec/log/level";
import { visibleText } from "@skein/spec/log/visible-text";
import type { LogStream } from "../../runner/log-line.ts";
import type { LogStore, NumberedLine } from "../../runner/log-store.ts";
import type { Origin } from "./log-origins.ts";

/** Lines put in order between two looks at the event loop. */
const BREATH = 20_000;
/** A filter holds up nobody for longer. */
const BUSY_MS = 8;
/** Lines this close to each other are read in one go. */
const NEAR = 256;

interface LineFilter {
  /** Empty: all. */
  readonly streams: readonly LogStream[];
  readonly level: Level | undefined;
  /** Absent: all. */
  readonly matches?: ((text: string) => boolean) | undefined;
  /** Lines of the same attempt before and after each that matches. */
  readonly context: number;
}

export interface MergedLine extends LineSense {
  readonly row: number;
  readonly origin: number;
  readonly line: NumberedLine;
}

interface Source {
  readonly origin: Origin;
  readonly sense: SenseReader;
  /** Lines taken into the order, or left out by the filter. */
  taken: number;
  /** No line is earlier than the one before it: of two streams one may lag behind. */
  latestNanos: bigint;
  isComplete: boolean;
  /** The last lines, of which it is not known yet whether one that matches comes after them. */
  before: Found[];
  /** So many more belong to the last one that matched. */
  after: number;
}

/** A line that passed the filter and waits for its row. */
interface Found {
  readonly at: bigint;
  readonly source: number;
  readonly number: number;
  readonly mark: number;
}

const CONTINUES = 16;

export class MergedLog {
  readonly order = crypto.randomUUID();
  readonly sources: Source[] = [];
  readonly #logs: LogStore;
  readonly #filter: LineFilter;
  /** By row: source, line number, level with CONTINUES, and milliseconds. */
  readonly #rows = { source: [] as number[], number: [] as number[], mark: [] as number[], atMs: [] as number[] };
  #growing: Promise<void> = Promise.resolve();

  constructor(logs: LogStore, filter: LineFilter) {
    this.#logs = logs;
    this.#filter = filter;
  }

  get total(): number {
    return this.#rows.source.length;
  }

  get isComplete(): boolean {
    return this.sources.every(({ isComplete }) => isComplete);
  }

  /** Takes in what has been written since, by these attempts. */
  grow(origins: readonly Origin[]): Promise<void> {
    const grown = this.#growing.then(() => this.#takeIn(origins));
    this.#growing = grown.catch(() => undefined); // whoever asked is told
    return grown;
  }

  /** Rows `start` to `end` (exclusive), with their lines; fewer where lines are very long. */
  async read(start: number, end: number): Promise<MergedLine[]> {
    const wanted = new Map<number, number[]>();
    const until = Math.min(end, this.total);
    for (let row = start; row < until; row += 1) {
      const source = this.#rows.source[row] ?? 0;
      const numbers = wanted.get(source);
      if (numbers) numbers.push(this.#rows.number[row] ?? 0);
      else wanted.set(source, [this.#rows.number[row] ?? 0]);
    }
    const texts = new Map<number, ReadonlyMap<number, NumberedLine>>();
    for (const [source, numbers] of wanted) texts.set(source, await this.#lines(source, numbers));
    const lines: MergedLine[] = [];
    for (let row = start; row < until; row += 1) {
      const origin = this.#rows.source[row] ?? 0;
      const line = texts.get(origin)?.get(this.#rows.number[row] ?? 0);
      if (!line) return lines; // too long to fit: asked for again from here
      const mark = this.#rows.mark[row] ?? 0;
      lines.push({ row, origin, line, level: levels[(mark % CONTINUES) - 1], continues: mark >= CONTINUES });
    }
    return lines;
  }

  /** The first row that is later; the total where none is. */
  rowAfter(atMs: number): number {
    let [low, high] = [0, this.total];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows.atMs[middle] ?? 0) > atMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Where a line stands; undefined when it is not among them. */
  rowOf({ nodeId, attempt, number }: { nodeId: string; attempt: number; number: number }): number | undefined {
    const source = this.sources.findIndex(({ origin: { key } }) => key.node === nodeId && key.attempt === attempt);
    if (source < 0) return undefined;
    const row = this.#rows.number.findIndex((each, at) => each >= number && this.#rows.source[at] === source);
    return row < 0 ? undefined : row;
  }

  async #lines(source: number, numbers: readonly number[]): Promise<ReadonlyMap<number, NumberedLine>> {
    const key = this.sources[source]?.origin.key;
    const found = new Map<number, NumberedLine>();
    if (!key) return found;
    for (let at = 0; at < numbers.length; ) {
      const first = numbers[at] ?? 0;
      let last = first;
      for (; at < numbers.length && (numbers[at] ?? 0) - last <= NEAR; at += 1) last = numbers[at] ?? 0;
      for (const line of (await this.#logs.range(key, first, last - first + 1)).lines) found.set(line.number, line);
    }
    return found;
  }

  async #takeIn(origins: readonly Origin[]): Promise<void> {
    const known = new Set(this.sources.map(({ origin: { key } }) => `${key.node} ${key.attempt}`));
    for (const origin of origins)
      if (!known.has(`${origin.key.node} ${origin.key.attempt}`))
        this.sources.push({
          origin,
          sense: new SenseReader(),
          taken: 0,
          latestNanos: 0n,
          isComplete: false,
          before: [],
          after: 0,
        });
    const found: Found[] = [];
    for (const [at, source] of this.sources.entries())
      if (!source.isComplete) for await (const part of this.#newLinesOf(source, at)) found.push(...part);
    found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.source - b.source || a.number - b.number));
    for (const [at, each] of found.entries()) {
      if (at % BREATH === BREATH - 1) await setImmediate();
      this.#rows.source.push(each.source);
      this.#rows.number.push(each.number);
      this.#rows.mark.push(each.mark);
      this.#rows.atMs.push(Math.max(Number(each.at / 1_000_000n), this.#rows.atMs.at(-1) ?? 0));
    }
  }

  async *#newLinesOf(source: Source, at: number): AsyncIterable<readonly Found[]> {
    for (;;) {
      const { lines, total, complete } = await this.#logs.range(source.origin.key, source.taken, 0);
      const found: Found[] = [];
      let rested = performance.now();
      for (const { number, atNanos, stream, text } of lines) {
        if (performance.now() - rested > BUSY_MS) {
          await setImmediate(); // others go on meanwhile
          rested = performance.now();
        }
        if (atNanos > source.latestNanos) source.latestNanos = atNanos;
        const sense = source.sense.read(visibleText(text.slice(0, 500)));
        const line = { at: source.latestNanos, source: at, number, mark: markOf(sense) };
        if (this.#passes(stream, sense.level)) found.push(...this.#withContext(source, line, text));
      }
      source.taken += lines.length;
      yield found;
      if (source.taken < total && lines.length > 0) continue;
      source.isComplete = complete;
      return;
    }
  }

  /** The line, those before it and what belongs to an earlier one; nothing while it is not known. */
  #withContext(source: Source, line: Found, text: string): readonly Found[] {
    const { matches, context } = this.#filter;
    if (matches === undefined) return [line];
    if (matches(text)) {
      const before = source.before;
      source.before = [];
      source.after = context;
      return [...before, line];
    }
    if (source.after > 0) {
      source.after -= 1;
      return [line];
    }
    source.before = context === 0 ? [] : [...source.before, line].slice(-context);
    return [];
  }

  #passes(stream: LogStream, level: Level | undefined): boolean {
    const { streams, level: least } = this.#filter;
    if (streams.length > 0 && !streams.includes(stream)) return false;
    return least === undefined || levels.indexOf(level ?? "INFO") >= levels.indexOf(least);
  }
}

function markOf({ level, continues }: LineSense): number {
  return (level === undefined ? 0 : levels.indexOf(level) + 1) + (continues ? CONTINUES : 0);
}

/** Reads lines of block YAML and keeps the keys that are open above, by indentation. */
import { endOfFlow } from "./flow-reader.ts";

export interface Frame {
  /** A key, or the index of a list item. */
  readonly key: string | number;
  /** The column of the key, or of the item's dash. */
  readonly indent: number;
  /** Keys seen so far in the map below. */
  readonly keys: string[];
}

/** The beginning of a line, as far as it names a key. */
export interface LineHead {
  /** The column where the key, or what stands in its place, begins. */
  readonly indent: number;
  readonly key: string | undefined;
  /** What follows the key; without a key, the whole content. */
  readonly value: string;
  readonly valueStart: number;
}

const keyPattern =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#[\]{},&*!|>'"%@`-][^#:]*?|-[^\s#:][^#:]*?))\s*:(\s+|$)/;

export class BlockReader {
  readonly frames: Frame[] = [];
  readonly #rootKeys: string[] = [];
  /** The column of the key whose text block is being passed over. */
  #block: number | undefined;
  /** Where an open bracket or brace began, that no line has closed yet. */
  flow: { readonly start: number } | undefined;

  /** Reads whole lines from one offset to another. */
  read(text: string, start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (this.flow) {
        const close = endOfFlow(text, this.flow.start, end);
        if (close === undefined) return;
        this.flow = undefined;
        const next = text.indexOf("\n", close);
        at = next < 0 ? end : next + 1;
        continue;
      }
      const lineEnd = text.indexOf("\n", at);
      const stop = lineEnd < 0 || lineEnd > end ? end : lineEnd;
      this.#line(text.slice(at, stop), at);
      at = this.flow ? at : stop + 1;
    }
  }

  #line(line: string, start: number): void {
    if (this.isInBlock(line) || /^\s*(#|$)/.test(line)) return;
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      this.frames.length = 0;
      this.#rootKeys.length = 0;
      return;
    }
    const { key, value, valueStart, indent } = this.open(line, start);
    if (/^[[{]/.test(value)) this.flow = { start: valueStart };
    else if (/^[|>][-+0-9]*\s*(#|$)/.test(value)) this.#block = key === undefined ? indent - 1 : indent;
  }

  /** Whether a line still belongs to a text block (`|` or `>`). */
  isInBlock(line: string): boolean {
    if (this.#block === undefined) return false;
    const depth = line.search(/\S/);
    if (depth < 0 ? line.length > this.#block || line.length === 0 : depth > this.#block) return true;
    this.#block = undefined;
    return false;
  }

  /** Closes what the line's indentation ends, and opens the items and the key it begins with. */
  open(line: string, start: number): LineHead {
    let indent = line.search(/\S/);
    if (indent < 0) indent = line.length;
    let rest = line.slice(indent);
    for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
      this.#close(indent, true);
      const previous = this.#items.get(this.frames.length);
      const parent = this.frames.at(-1);
      const index = previous && previous.parent === parent && previous.indent === indent ? previous.index + 1 : 0;
      this.#items.set(this.frames.length, { parent, indent, index });
      this.frames.push({ key: index, indent, keys: [] });
      indent += dash[0].length;
      rest = rest.slice(dash[0].length);
    }
    const isAfterDash = /^\s*-/.test(line) && indent > line.search(/\S/);
    if (!isAfterDash) this.#close(indent, false);
    const found = keyPattern.exec(rest);
    if (!found) return { indent, key: undefined, value: rest, valueStart: start + indent };
    const key = found[1] ?? found[2] ?? found[3] ?? "";
    this.keys.push(key);
    this.frames.push({ key, indent, keys: [] });
    return { indent, key, value: rest.slice(found[0].length), valueStart: start + indent + found[0].length };
  }

  /** The keys so far of the innermost map. */
  get keys(): string[] {
    return this.frames.at(-1)?.keys ?? this.#rootKeys;
  }

  /** The last item opened at each depth, to count the next. */
  readonly #items = new Map<number, { parent: Frame | undefined; indent: number; index: number }>();

  #close(indent: number, isDash: boolean): void {
    for (let last = this.frames.at(-1); last; last = this.frames.at(-1)) {
      // The items of a list may stand as far left as its key.
      const stays = isDash && typeof last.key === "string" ? last.indent <= indent : last.indent < indent;
      if (stays) return;
      this.frames.pop();
    }
  }
}

/**
 * From a path in a lowered message to the text it was made from.
 *
 * Paths are those of the message's JSON form in camelCase, the case of a oneof standing as a key:
 * `["template", "nodes", 3, "inputs", 0, "binding", "promise", "var"]`. What was not written has no range of its own:
 * the longest known beginning of the path answers, so that a finding about it points at what it stands in.
 */
import type { Path, Range } from "../diagnostic.ts";
import type { SourceText, Span } from "./source-text.ts";

interface Entry {
  span?: Span;
  parts?: Map<string | number, Entry>;
}

export class SourceMap {
  readonly #source: SourceText;
  readonly #root: Entry = {};

  /** @param whole what is answered when nothing of a path is known */
  constructor(source: SourceText, whole: Span) {
    this.#source = source;
    this.#root.span = whole;
  }

  /** Remembers where a path came from; a later call for the same path wins. */
  set(path: Path, span: Span): void {
    this.#reach(path).span = span;
  }

  /** The range of the longest beginning of the path that is known. */
  rangeOf(path: Path): Range {
    let entry: Entry | undefined = this.#root;
    let span = this.#root.span;
    for (const part of path) {
      entry = entry.parts?.get(part);
      if (!entry) break;
      span = entry.span ?? span;
    }
    return this.#source.rangeOf(span ?? { start: 0, end: 0 });
  }

  /** Answers for `path` and all below it as another map does for its own `from`: for a sub-workflow of the same text. */
  mount(path: Path, other: SourceMap, from: Path): void {
    let found: Entry | undefined = other.#root;
    for (const part of from) found = found?.parts?.get(part);
    const last = path.at(-1);
    if (!found || last === undefined) return;
    const entry = this.#reach(path.slice(0, -1));
    entry.parts ??= new Map();
    entry.parts.set(last, found.span ? found : { ...found, ...(other.#root.span ? { span: other.#root.span } : {}) });
  }

  #reach(path: Path): Entry {
    let entry = this.#root;
    for (const part of path) {
      entry.parts ??= new Map();
      const next = entry.parts.get(part) ?? {};
      entry.parts.set(part, next);
      entry = next;
    }
    return entry;
  }
}

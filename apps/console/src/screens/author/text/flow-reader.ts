/** Reads `{ }` and `[ ]`, also unfinished ones: which key or value a place in them is. */

interface OpenMap {
  readonly kind: "map";
  readonly keys: string[];
  key: string | undefined;
}
interface OpenList {
  readonly kind: "list";
  index: number;
}
type Open = OpenMap | OpenList;

export interface FlowPlace {
  readonly path: readonly (string | number)[];
  readonly due: "key" | "value";
  readonly word: string;
  readonly from: number;
  readonly quote: '"' | "'" | "";
  readonly siblings: readonly string[];
}

/** @param start where the outermost bracket or brace stands. Undefined where it was closed before `offset` */
export function readFlow(text: string, start: number, offset: number): FlowPlace | undefined {
  const open: Open[] = [];
  let word: { from: number; quote: FlowPlace["quote"] } | undefined;
  let at = start;
  const take = (end: number) => (word ? text.slice(word.from, end).trimEnd() : "");
  while (at < offset) {
    const character = text.charAt(at);
    const last = open.at(-1);
    if ((character === '"' || character === "'") && !word) {
      const close = endOfQuote(text, at, offset);
      if (close === undefined) {
        word = { from: at + 1, quote: character };
        break;
      }
      word = { from: at + 1, quote: character };
      if (last?.kind === "map" && last.key === undefined && /^\s*:/.test(text.slice(close + 1, offset))) {
        last.key = text.slice(at + 1, close);
        last.keys.push(last.key);
        word = undefined;
        at = text.indexOf(":", close) + 1;
        continue;
      }
      at = close + 1;
    } else if (character === "{" || character === "[") {
      // `${` begins a reference, which is text here.
      if (character === "{" && text.charAt(at - 1) === "$") {
        const close = text.indexOf("}", at);
        if (close < 0 || close >= offset) break;
        at = close + 1;
        continue;
      }
      open.push(character === "{" ? { kind: "map", keys: [], key: undefined } : { kind: "list", index: 0 });
      word = undefined;
      at++;
    } else if (character === "}" || character === "]") {
      open.pop();
      word = undefined;
      if (open.length === 0) return undefined;
      at++;
    } else if (character === ",") {
      if (last?.kind === "map") last.key = undefined;
      else if (last) last.index++;
      word = undefined;
      at++;
    } else if (
      character === ":" &&
      last?.kind === "map" &&
      last.key === undefined &&
      /[\s,{}[\]]|$/.test(text.charAt(at + 1))
    ) {
      last.key = take(at);
      last.keys.push(last.key);
      word = undefined;
      at++;
    } else {
      if (!word && !/\s/.test(character)) word = { from: at, quote: "" };
      at++;
    }
  }
  const last = open.at(-1);
  if (!last) return undefined;
  const path = open.flatMap((each): (string | number)[] =>
    each.kind === "list" ? [each.index] : each.key === undefined ? [] : [each.key],
  );
  const from = word?.from ?? offset;
  return {
    path,
    due: last.kind === "map" && last.key === undefined ? "key" : "value",
    word: text.slice(from, offset),
    from,
    quote: word?.quote ?? "",
    siblings: last.kind === "map" && last.key === undefined ? [...last.keys, ...keysBehind(text, offset)] : [],
  };
}

/** Where the bracket or brace at `start` is closed: the offset behind it. Undefined when it is not, before `end`. */
export function endOfFlow(text: string, start: number, end: number): number | undefined {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if ((character === '"' || character === "'") && /[\s[{,:]/.test(text.charAt(at - 1))) {
      const close = endOfQuote(text, at, end);
      if (close === undefined) return undefined;
      at = close;
    } else if (character === "#" && /\s/.test(text.charAt(at - 1))) {
      const next = text.indexOf("\n", at);
      if (next < 0) return undefined;
      at = next;
    } else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function endOfQuote(text: string, start: number, end: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < end; at++) {
    if (quote === '"' && text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === quote) return at;
  }
  return undefined;
}

/** The keys of the same map that follow on the line. */
function keysBehind(text: string, offset: number): string[] {
  const line = /^[^\n}]*/.exec(text.slice(offset))?.[0] ?? "";
  return [...line.matchAll(/(?:^|[,{]\s*)"?([A-Za-z_][\w.-]*)"?\s*:/g)].map(([, key]) => key ?? "");
}

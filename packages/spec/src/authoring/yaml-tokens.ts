/**
 * What can be told of a text from YAML's tokens, before nodes are composed: how deep it nests, and where a reference
 * or a type stands unquoted inside `{ }` or `[ ]`.
 *
 * Works without recursion: composing recurses once per level, so depth has to be known before.
 */
import type { CST } from "yaml";
import type { SourceText, Span } from "./source-text.ts";

/** Levels of nesting a document may have. Specs need about fifteen, Kubernetes pods included. */
export const deepestNesting = 128;

export interface TokenFacts {
  /** The first token that lies too deep. */
  readonly tooDeep?: Span;
  /** The first `${a.b}` or `list[int]` in a flow collection that lacks quotes. */
  readonly unquoted?: Span & { readonly kind: "reference" | "type" };
}

/** Looks through the tokens of one document. */
export function scanTokens(document: CST.Token, source: SourceText): TokenFacts {
  let tooDeep: Span | undefined;
  let unquoted: TokenFacts["unquoted"];
  const stack: { token: CST.Token; depth: number }[] = [{ token: document, depth: 0 }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { token, depth } = top;
    if (depth > deepestNesting) {
      if (!tooDeep || token.offset < tooDeep.start) tooDeep = { start: token.offset, end: token.offset + 1 };
      continue;
    }
    if (token.type === "document" && token.value) stack.push({ token: token.value, depth });
    if (token.type === "scalar") {
      const found = findUnquoted(token, source);
      if (found && (!unquoted || found.start < unquoted.start)) unquoted = found;
    }
    if ("items" in token) {
      for (const item of token.items) {
        if ("key" in item && item.key) stack.push({ token: item.key, depth: depth + 1 });
        if ("value" in item && item.value) stack.push({ token: item.value, depth: depth + 1 });
      }
    }
  }
  return { ...(tooDeep ? { tooDeep } : {}), ...(unquoted ? { unquoted } : {}) };
}

/** In a flow collection a plain text ends before `{` or `[`: that bracket then follows it as a stray token. */
function findUnquoted(token: CST.FlowScalar, source: SourceText): TokenFacts["unquoted"] {
  const end = token.offset + token.source.length;
  const stray = token.end?.[0];
  if (!stray || stray.offset !== end) return undefined;
  if (stray.type !== "flow-map-start" && stray.type !== "flow-seq-start") return undefined;
  if (stray.type === "flow-map-start" && token.source.endsWith("$")) {
    return { kind: "reference", start: token.offset, end: closing(source.text, end, "{", "}") };
  }
  if (!/^(list|map|file|dir|enum|dataset)$/.test(token.source)) return undefined;
  const [open, close] = stray.type === "flow-map-start" ? ["{", "}"] : ["[", "]"];
  return { kind: "type", start: token.offset, end: closing(source.text, end, open, close) };
}

/** The offset after the bracket that closes the one at `from`, on the same line; without one, after the opening. */
function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === open) depth++;
    if (text[at] === close && --depth === 0) return at + (text[at + 1] === "?" ? 2 : 1);
  }
  return from + 1;
}

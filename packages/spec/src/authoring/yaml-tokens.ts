/**
 * What can be told of a text from YAML's tokens, before nodes are composed: how deep it nests, and where a reference
 * or a type stands unquoted inside `{ }` or `[ ]`.
 *
 * Works without recursion: composing recurses once per level, so depth has to be known before.
 */
import { type CST, Lexer } from "yaml";
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
      unquoted = earlier(unquoted, findUnquoted(token, source));
    }
    if ("items" in token) {
      const items: readonly CST.CollectionItem[] = token.items;
      for (const item of items) {
        if (token.type === "flow-collection") unquoted = earlier(unquoted, findSplit(item, source));
        if ("key" in item && item.key) stack.push({ token: item.key, depth: depth + 1 });
        if ("value" in item && item.value) stack.push({ token: item.value, depth: depth + 1 });
      }
    }
  }
  return { ...(tooDeep ? { tooDeep } : {}), ...(unquoted ? { unquoted } : {}) };
}

/** In a flow map a plain text ends before `{` or `[`: that bracket then follows it as a stray token. */
function findUnquoted(token: CST.FlowScalar, source: SourceText): TokenFacts["unquoted"] {
  const stray = token.end?.[0];
  const isBracket = stray?.type === "flow-map-start" || stray?.type === "flow-seq-start";
  return isBracket ? joined(token, stray.offset, source) : undefined;
}

/** In a flow sequence the bracket becomes the value of a key that has no colon. */
function findSplit(item: CST.CollectionItem, source: SourceText): TokenFacts["unquoted"] {
  const { key, value } = item;
  return key?.type === "scalar" && value?.type === "flow-collection" ? joined(key, value.offset, source) : undefined;
}

/** What a plain text and the bracket right behind it were meant to be together. */
function joined(token: CST.FlowScalar, bracketAt: number, source: SourceText): TokenFacts["unquoted"] {
  if (bracketAt !== token.offset + token.source.length) return undefined;
  const isMap = source.text[bracketAt] === "{";
  const end = isMap ? closing(source.text, bracketAt, "{", "}") : closing(source.text, bracketAt, "[", "]");
  if (isMap && token.source.endsWith("$")) return { kind: "reference", start: token.offset, end };
  const isType = /^(list|map|file|dir|enum|dataset)$/.test(token.source);
  return isType ? { kind: "type", start: token.offset, end } : undefined;
}

function earlier(one: TokenFacts["unquoted"], other: TokenFacts["unquoted"]): TokenFacts["unquoted"] {
  return one && other ? (one.start <= other.start ? one : other) : (one ?? other);
}

/**
 * Where flow collections, or lists begun on one line (`- - -`), nest too deep: told before parsing, which takes the
 * square of the depth. Nesting by indentation needs that much text anyway and is left to scanTokens.
 */
export function findDepthBomb(source: SourceText): Span | undefined {
  let offset = 0;
  let depth = 0;
  let onLine = 0;
  let isContent = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    if (lexeme === scalarMark) {
      isContent = true;
      continue;
    }
    if (lexeme === documentMark || lexeme === flowEndMark) continue;
    if (!isContent) {
      if (lexeme === "[" || lexeme === "{") depth++;
      else if (lexeme === "]" || lexeme === "}") depth = Math.max(0, depth - 1);
      else if (lexeme === "-" || lexeme === "?") onLine++;
      else if (lexeme.endsWith("\n")) onLine = 0;
      if (depth > deepestNesting || onLine > deepestNesting) return { start: offset, end: offset + 1 };
    }
    isContent = false;
    offset += lexeme.length;
  }
  return undefined;
}

// What the lexer puts between lexemes; they stand for nothing in the text.
const documentMark = "\u0002";
const flowEndMark = "\u0018";
const scalarMark = "\u001f";

/** The offset after the bracket that closes the one at `from`, on the same line; without one, after the opening. */
function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === open) depth++;
    if (text[at] === close && --depth === 0) return at + (text[at + 1] === "?" ? 2 : 1);
  }
  return from + 1;
}

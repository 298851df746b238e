/**
 * Text → documents: YAML 1.2, of which JSON is a part, with the place of every value kept.
 *
 * Nothing here throws, whatever the text: size, depth and the growth by aliases are bounded, duplicate keys are
 * reported by us because the library's own check is quadratic. A document with syntax errors has no root.
 */
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Parser,
  type Scalar,
} from "yaml";
import type { DocEntry, DocNode, DocScalar } from "./document.ts";
import type { Findings } from "./findings.ts";
import type { Span } from "./source-text.ts";
import { reportYamlErrors } from "./yaml-errors.ts";
import { deepestNesting, findDepthBomb, scanTokens } from "./yaml-tokens.ts";

/** UTF-16 code units a text may have; a workflow of 10,000 nodes has about 1.5 million. */
export const longestText = 16 * 1024 * 1024;
/** Values a document may have more than it has in the text, by aliases. */
export const mostAliasedValues = 200_000;

export interface ParsedDocument {
  /** Absent when the document is empty or its syntax is wrong, which was reported. */
  readonly root?: DocNode;
  readonly span: Span;
  readonly broken: boolean;
}

/** Reads all documents of a text (`---` separates them). Everything that is wrong goes to `findings`. */
export function parseDocuments(findings: Findings): ParsedDocument[] {
  const { source } = findings;
  if (source.text.length > longestText) {
    findings.add({
      code: "SizeLimit",
      message: `The text has ${source.text.length} characters; at most ${longestText} are read`,
      span: { start: 0, end: 0 },
      hints: [{ text: "Split it into several files" }],
    });
    return [];
  }
  const bomb = findDepthBomb(source);
  if (bomb) {
    reportDepth(bomb, findings);
    return [{ span: { start: 0, end: source.text.length }, broken: true }];
  }
  const composer = new Composer<ParsedNode>({ uniqueKeys: false, intAsBigInt: true, logLevel: "silent" });
  const parsed: ParsedDocument[] = [];
  const queue: ReturnType<typeof scanTokens>[] = [];
  const take = (documents: Iterable<Document.Parsed<ParsedNode>>) => {
    for (const document of documents) parsed.push(readDocument(document, queue.shift() ?? {}, findings));
  };
  for (const token of new Parser().parse(source.text)) {
    if (token.type === "document") {
      const facts = scanTokens(token, source);
      if (facts.tooDeep) {
        reportDepth(facts.tooDeep, findings);
        // Composing it would recurse as deep; nothing behind it can be trusted to be its own document.
        parsed.push({ span: { start: token.offset, end: source.text.length }, broken: true });
        return parsed;
      }
      take(composer.next(token));
      queue.push(facts);
    } else {
      take(composer.next(token));
    }
  }
  take(composer.end(false, source.text.length));
  return parsed;
}

function reportDepth(span: Span, findings: Findings): void {
  findings.add({
    code: "DepthLimit",
    message: `Values are nested more than ${deepestNesting} levels deep`,
    span,
    hints: [{ text: "Look for a bracket that is not closed, or flatten the values" }],
  });
}

function readDocument(
  document: Document.Parsed<ParsedNode>,
  facts: ReturnType<typeof scanTokens>,
  findings: Findings,
): ParsedDocument {
  const [start, , end] = document.range;
  const span = { start, end };
  if (reportYamlErrors(document, facts, findings)) return { span, broken: true };
  const errorsBefore = findings.errors;
  const root = document.contents ? new Reader(findings).read(document.contents) : undefined;
  const broken = findings.errors > errorsBefore;
  return root && !broken ? { root, span, broken } : { span, broken };
}

/** Turns the library's nodes into ours. Recursion is bounded: scanTokens has measured the depth. */
class Reader {
  readonly #findings: Findings;
  readonly #anchors = new Map<string, DocNode>();
  readonly #sizes = new Map<DocNode, { values: number; depth: number }>();
  #aliased = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  read(node: ParsedNode): DocNode {
    const span = { start: node.range[0], end: node.range[1] };
    if (isAlias(node)) return this.#resolve(node.source, span);
    const made = this.#make(node, span);
    if (node.anchor) this.#anchors.set(node.anchor, made);
    return made;
  }

  #make(node: Exclude<ParsedNode, { source: string; type: never }>, span: Span): DocNode {
    if (isMap(node)) {
      const entries = this.#entries(node.items as Pair<ParsedNode, ParsedNode | null>[]);
      return this.#measured(
        { kind: "map", entries, ...span },
        entries.map((entry) => entry.value),
      );
    }
    if (isSeq(node)) {
      const items = (node.items as ParsedNode[]).map((item) => this.read(item));
      return this.#measured({ kind: "list", items, ...span }, items);
    }
    if (isScalar(node)) {
      const scalar = readScalar(node, span);
      if (!scalar.text.isWellFormed()) {
        this.#findings.add({
          code: "InvalidValue",
          message: "The text has half of a surrogate pair, which is no character",
          span,
          hints: [{ text: "Write the escapes of both halves, or the character itself" }],
        });
      }
      return scalar;
    }
    return { kind: "scalar", value: null, text: "", plain: true, ...span };
  }

  #entries(pairs: readonly Pair<ParsedNode, ParsedNode | null>[]): DocEntry[] {
    const entries = new Map<string, DocEntry>();
    const merged: DocEntry[] = [];
    for (const pair of pairs) {
      const key = this.#key(pair.key);
      if (!key) continue;
      const value = pair.value ? this.read(pair.value) : nothingAfter(key.keySpan);
      const entry = { ...key, value };
      if (key.key === "<<" && isScalar(pair.key) && pair.key.type === "PLAIN") {
        merged.push(...this.#mergeable(value));
        continue;
      }
      const first = entries.get(key.key);
      if (first) {
        this.#findings.add({
          code: "DuplicateKey",
          message: `The key "${key.key}" stands here twice`,
          span: key.keySpan,
          data: { key: key.key },
          hints: [{ text: "Remove one of them, or rename it" }],
          related: [{ span: first.keySpan, message: `The first "${key.key}"` }],
        });
      } else {
        entries.set(key.key, entry);
      }
    }
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return [...entries.values()];
  }

  #key(node: ParsedNode): Pick<DocEntry, "key" | "keySpan"> | undefined {
    const key = this.read(node);
    const keySpan = { start: key.start, end: key.end };
    if (key.kind === "scalar" && key.value !== null) return { key: key.text, keySpan };
    this.#findings.add({
      code: "InvalidKey",
      message: "A key must be a text",
      span: keySpan,
      hints: [{ text: "Write name: value" }],
    });
    return undefined;
  }

  /** `<<: *anchor`: the entries of a map, or of several, the earlier winning. */
  #mergeable(value: DocNode): readonly DocEntry[] {
    if (value.kind === "map") return value.entries;
    if (value.kind === "list" && value.items.every((item) => item.kind === "map")) {
      return value.items.flatMap((item) => (item.kind === "map" ? item.entries : []));
    }
    this.#findings.add({ code: "WrongKind", message: "<< merges a map, or a list of maps", span: value });
    return [];
  }

  #resolve(name: string, span: Span): DocNode {
    const target = this.#anchors.get(name);
    if (!target) {
      this.#findings.add({
        code: "UnknownAnchor",
        message: `There is no anchor &${name} before this`,
        span,
        data: { name },
        hints: [
          ...this.#findings.didYouMean(name, this.#anchors.keys(), { start: span.start + 1, end: span.end }),
          this.#findings.replacing(span, JSON.stringify(`*${name}`), "Quote it if it is meant as text"),
        ],
      });
      return nothingAfter(span);
    }
    const size = this.#sizes.get(target) ?? { values: 1, depth: 0 };
    this.#aliased += size.values;
    if (this.#aliased > mostAliasedValues || size.depth > deepestNesting) {
      if (this.#aliased !== Number.POSITIVE_INFINITY) {
        this.#findings.add({
          code: "AliasLimit",
          message: `Aliases make this document grow beyond ${mostAliasedValues} values`,
          span,
          hints: [{ text: "Write the values out, or use fewer aliases" }],
        });
      }
      this.#aliased = Number.POSITIVE_INFINITY; // said once
      return nothingAfter(span);
    }
    return target;
  }

  #measured(node: DocNode, parts: readonly DocNode[]): DocNode {
    let values = 1;
    let depth = 0;
    for (const part of parts) {
      const size = this.#sizes.get(part);
      values += size?.values ?? 1;
      depth = Math.max(depth, size?.depth ?? 0);
    }
    this.#sizes.set(node, { values, depth: depth + 1 });
    return node;
  }
}

function readScalar(node: Scalar.Parsed, span: Span): DocScalar {
  const plain = node.type === "PLAIN";
  const { value } = node;
  if (typeof value === "string") return { kind: "scalar", value, text: value, plain, ...span };
  if (value === null || value === undefined) return { kind: "scalar", value: null, text: "", plain, ...span };
  const text = node.source;
  const known = typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";
  // Dates of YAML 1.1 and values of tags we do not know are read as they were written.
  return { kind: "scalar", value: known ? value : text, text, plain, ...span };
}

const nothingAfter = (span: Span): DocScalar => ({
  kind: "scalar",
  value: null,
  text: "",
  plain: true,
  start: span.end,
  end: span.end,
});

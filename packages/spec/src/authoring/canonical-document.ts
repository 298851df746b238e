/**
 * Canonical documents with their places: what canonical.ts reads from plain values, with paths turned into ranges.
 */
import { readCanonical } from "../canonical.ts";
import type { Path } from "../diagnostic.ts";
import type { SpecEntity } from "../spec-entity.ts";
import { type DocNode, findEntry, toPlain } from "./document.ts";
import type { AuthoringCode, Findings } from "./findings.ts";
import type { Span } from "./source-text.ts";

export interface CanonicalEntity {
  readonly entity: SpecEntity;
  readonly span: Span;
  /** The part of the text that a path into the spec was read from. */
  spanOf(path: Path): Span;
}

/** Reads one document; undefined when it has errors, which are reported with their place. */
export function readCanonicalDocument(root: DocNode, findings: Findings): CanonicalEntity | undefined {
  const { entity, diagnostics } = readCanonical(toPlain(root));
  for (const found of diagnostics) {
    findings.add({
      code: found.code as AuthoringCode, // canonical.ts reports with the same codes
      message: found.message,
      severity: found.severity,
      span: spanAlong(root, found.path, found.code === "UnknownKey"),
      path: found.path,
      data: found.data,
      hints: found.hints,
    });
  }
  if (!entity) return undefined;
  const body = findEntry(root, "template") ? root : (findEntry(root, "spec")?.value ?? root);
  return { entity, span: head(root), spanOf: (path) => spanAlong(body, path, false) };
}

/** The longest part of the path that stands in the document; keys may be written in either case. */
function spanAlong(root: DocNode, path: Path, wantsKey: boolean): Span {
  let node = root;
  let span: Span = head(root);
  for (const step of path) {
    if (node.kind === "list") {
      const item = node.items[Number(step)];
      if (!item) break;
      node = item;
      span = item;
      continue;
    }
    const entry = findEntry(node, String(step)) ?? findEntry(node, snakeCase(String(step)));
    if (!entry) break;
    node = entry.value;
    // A map spans many lines; its key says the same in one place.
    span = wantsKey || node.kind === "map" || node.end <= node.start ? entry.keySpan : node;
  }
  return span;
}

/** The first entry's key, in place of the whole document. */
function head(root: DocNode): Span {
  return root.kind === "map" ? (root.entries[0]?.keySpan ?? root) : root;
}

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

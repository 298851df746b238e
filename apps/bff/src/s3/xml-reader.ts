/**
 * Reads the XML that clients send: a tree of elements and texts, and nothing else of XML.
 *
 * The two documents there are (Delete, CompleteMultipartUpload) need no more. Attributes are skipped, namespaces are
 * prefixes to leave away; doctypes, comments, CDATA and entities of one's own are refused, so nothing can expand.
 */
import { S3Problem } from "./s3-problem.ts";

export interface XmlNode {
  readonly name: string;
  /** Its own text; empty for one with elements inside. */
  readonly text: string;
  readonly children: readonly XmlNode[];
}

const MAX_DEPTH = 8;
const TOKEN = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/** @throws S3Problem MalformedXML */
export function parseXml(document: string): XmlNode {
  const text = document.replace(/^\uFEFF?\s*(<\?xml[^?]*\?>)?/, "");
  const top: Draft = { name: "", text: "", children: [] };
  const open: Draft[] = [top];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const [, closing, tag, , selfClosing, words] = TOKEN.exec(text) ?? [];
    const current = open.at(-1) ?? top;
    if (words !== undefined) current.text += words;
    else if (tag === undefined) throw malformed();
    else if (closing) {
      if (open.length < 2 || current.name !== tag) throw malformed();
      open.pop();
    } else {
      const child: Draft = { name: tag, text: "", children: [] };
      current.children.push(child);
      if (!selfClosing) open.push(child);
      if (open.length > MAX_DEPTH) throw malformed();
    }
  }
  const [root] = top.children;
  if (open.length !== 1 || !root || top.children.length !== 1 || top.text.trim() !== "") throw malformed();
  return finish(root);
}

/** The text of the first child of that name. */
export const childText = ({ children }: XmlNode, name: string): string | undefined =>
  children.find((child) => child.name === name)?.text;

interface Draft {
  readonly name: string;
  text: string;
  readonly children: Draft[];
}

function finish({ name, text, children }: Draft): XmlNode {
  if (children.length > 0 && text.trim() !== "") throw malformed();
  return {
    name: name.replace(/^.*:/, ""),
    text: children.length > 0 ? "" : unescapeText(text),
    children: children.map(finish),
  };
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeText(text: string): string {
  return text.replace(/&(?:([^;&\s]{1,10});)?/g, (_, name: string = "") => {
    const [, isHex, digits] = /^#(x?)([0-9a-fA-F]{1,6})$/.exec(name) ?? [];
    if (digits === undefined) return entities[name] ?? refuse();
    const point = Number.parseInt(digits, isHex ? 16 : 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : refuse();
  });
}

function refuse(): never {
  throw malformed();
}

const malformed = () => new S3Problem("MalformedXML", "The XML of the request is not of the form S3 publishes");

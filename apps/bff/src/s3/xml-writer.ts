/** S3's answers as XML: nested pairs of a name and a text, or further pairs. */

type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent];

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole document; its root is in S3's namespace, but for an Error: botocore does not know one that is. */
export function formatXml([name, content]: XmlElement): string {
  const namespace = name === "Error" ? "" : ` xmlns="${NAMESPACE}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${namespace}>${formatContent(content)}</${name}>`;
}

function formatContent(content: XmlContent): string {
  if (typeof content !== "object") return escapeText(String(content));
  return content.map(([name, inner]) => `<${name}>${formatContent(inner)}</${name}>`).join("");
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// Characters that XML 1.0 lacks are written as AWS writes them; a careful client asks for encoding-type=url.
const escapeText = (text: string): string =>
  text.replace(/[&<>"\0-\x1f\x7f\ufffe\uffff]/g, (sign) => escapes[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`);

/**
 * References in the text of a value: `${node.output}`, `${inputs.name}`, `${node.output[2].field["any key"]}`,
 * `${error}`. A reference is the whole scalar; `$${` is the text `${`.
 */

/** A step into an output: a field by name, or an element by index. */
export interface Attribute {
  readonly value: string | number;
  /** Where it stands in the scalar's text. */
  readonly offset: number;
  readonly length: number;
}

export interface Reference {
  readonly kind: "reference";
  readonly text: string;
  /** A node id, or `inputs`, or `error`. */
  readonly node: string;
  readonly nodeOffset: number;
  /** The output or input; empty when only a node is named. */
  readonly variable: string;
  readonly variableOffset: number;
  readonly attributes: readonly Attribute[];
}

export type ValueText =
  | Reference
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "partial"; readonly part: string; readonly offset: number }
  | { readonly kind: "malformed"; readonly message: string; readonly offset: number; readonly length: number };

/** What a scalar's text is: a reference, plain text (escapes resolved), or a mistake. */
export function parseValueText(text: string): ValueText {
  const marks = [...text.matchAll(/\$*\$\{/g)];
  const open = marks.find((mark) => mark[0] === `\${`);
  if (!open) return { kind: "text", value: text.replaceAll(`$\${`, `\${`) };
  const close = text.indexOf("}", open.index);
  if (close < 0) {
    return {
      kind: "malformed",
      message: "This reference is not closed; write }",
      offset: open.index,
      length: text.length - open.index,
    };
  }
  if (open.index > 0 || findEnd(text) !== text.length) {
    return { kind: "partial", part: text.slice(open.index, close + 1), offset: open.index };
  }
  return parseReference(text, 0, text.length);
}

/** Reads the reference in `text` from `start` (at its `${`) to `end` (after its `}`). */
export function parseReference(text: string, start: number, end: number): ValueText {
  const whole = text.slice(start, end);
  const malformed = (message: string, offset = start, length = end - start): ValueText => ({
    kind: "malformed",
    message,
    offset,
    length,
  });
  const token =
    /\s*(?:(?<name>[A-Za-z0-9_][A-Za-z0-9_-]*)|\[\s*(?<index>\d+)\s*\]|\[\s*(?<key>"(?:[^"\\]|\\.)*")\s*\]|(?<dot>\.))\s*/y;
  token.lastIndex = start + 2;
  const steps: Attribute[] = [];
  let wantsName = true;
  while (token.lastIndex < end - 1) {
    const from = token.lastIndex;
    const found = token.exec(text)?.groups;
    const offset = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (!found || token.lastIndex > end - 1)
      return malformed(`Cannot read the reference ${whole} from here on`, offset, end - 1 - offset);
    if (found.dot !== undefined) {
      if (wantsName) return malformed(`A name is missing in ${whole}`, offset, 1);
      wantsName = true;
    } else if (found.name !== undefined) {
      if (!wantsName)
        return malformed(`A "." is missing before "${found.name}" in ${whole}`, offset, found.name.length);
      steps.push({ value: found.name, offset, length: found.name.length });
      wantsName = false;
    } else {
      if (wantsName || steps.length < 2) return malformed(`An index must follow an output in ${whole}`, offset, 1);
      const step = found.index === undefined ? readKey(found.key ?? '""') : Number(found.index);
      if (step === undefined || (typeof step === "number" && step > 2_147_483_647)) {
        return malformed(`This index cannot be read in ${whole}`, offset, token.lastIndex - offset);
      }
      steps.push({ value: step, offset, length: (found.index ?? found.key ?? "").length + 2 });
    }
  }
  const [node, variable, ...attributes] = steps;
  if (!node || wantsName) return malformed(`A name is missing in ${whole}`);
  return {
    kind: "reference",
    text: whole,
    node: String(node.value),
    nodeOffset: node.offset,
    variable: variable ? String(variable.value) : "",
    variableOffset: variable?.offset ?? node.offset,
    attributes,
  };
}

/** The offset after the `}` that closes the reference at the beginning of the text; quoted keys may hold braces. */
function findEnd(text: string): number {
  const found = /^\$\{(?:"(?:[^"\\]|\\.)*"|[^"}])*\}/.exec(text);
  return found ? found[0].length : text.indexOf("}") + 1;
}

/** Where the reference at `start` of a longer text ends; undefined when it is not closed. */
export function findReferenceEnd(text: string, start: number): number | undefined {
  const length = findEnd(text.slice(start));
  return length > 0 ? start + length : undefined;
}

function readKey(quoted: string): string | undefined {
  try {
    const key: unknown = JSON.parse(quoted);
    return typeof key === "string" ? key : undefined;
  } catch {
    return undefined; // a backslash that JSON does not know
  }
}

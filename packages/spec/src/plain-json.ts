/**
 * Plain values and their JSON text with integers kept exact: JavaScript's own JSON rounds above 2^53, users' int64 must
 * not be.
 */

/**
 * What a literal is outside protobuf, and what YAML and JSON documents parse to. Whole numbers are bigint; a `number` is
 * a floating-point value (or a small integer from a source that makes no difference).
 */
export type PlainValue = null | boolean | number | bigint | string | readonly PlainValue[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: PlainValue;
}

/**
 * Reads JSON. Numbers written without fraction and exponent become bigint; all others are numbers. Of duplicate keys
 * the last stands. A problem's message is for people; for positions read the text as YAML, of which JSON is a part.
 */
export function parsePlainJson(
  text: string,
): { value: PlainValue; problem?: undefined } | { value?: undefined; problem: { readonly message: string } } {
  try {
    return { value: JSON.parse(text, exactNumber) };
  } catch (reason) {
    if (reason instanceof RangeError) return { problem: { message: "The JSON is nested too deeply" } };
    if (reason instanceof SyntaxError) return { problem: { message: `Not valid JSON: ${reason.message}` } };
    throw reason;
  }
}

/** The reviver's third argument is newer than the library's types; where a browser lacks it numbers stay doubles. */
function exactNumber(_key: string, value: PlainValue, context?: { source?: string }): PlainValue {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  if (!Number.isFinite(value)) throw new SyntaxError(`${source.slice(0, 40)} does not fit a float`);
  // An integer has no negative zero; keep it a float rather than lose the sign.
  return /^-?\d+$/.test(source) && source !== "-0" ? BigInt(source) : value;
}

/**
 * Writes JSON. Bigints are written in full; NaN and the infinities, which JSON lacks, as the texts "NaN", "Infinity" and
 * "-Infinity" (as protobuf's JSON does). Whole floats keep a fraction (`1.0`), so that reading gives a float again.
 *
 * @param indent spaces per level; 0 writes one line
 */
export function formatPlainJson(value: PlainValue, indent = 0): string {
  return write(value, indent, "\n");
}

function write(value: PlainValue, indent: number, newline: string): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  const inner = newline + " ".repeat(indent);
  if (isPlainArray(value)) {
    return frame(
      "[]",
      value.map((each) => write(each, indent, inner)),
      indent,
      newline,
    );
  }
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}:${indent > 0 ? " " : ""}${write(each, indent, inner)}`,
  );
  return frame("{}", members, indent, newline);
}

function frame(brackets: "[]" | "{}", parts: readonly string[], indent: number, newline: string): string {
  const [open, close] = brackets;
  if (parts.length === 0) return brackets;
  if (indent === 0) return `${open}${parts.join(",")}${close}`;
  const inner = newline + " ".repeat(indent);
  return `${open}${inner}${parts.join(`,${inner}`)}${newline}${close}`;
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  if (Object.is(value, -0)) return "-0.0";
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** Array.isArray does not narrow readonly arrays. */
export function isPlainArray(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Whether it is an object with named members. */
export function isPlainObject(value: PlainValue | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Values as Go's `%v` writes them: the text forms that upstream puts into commands. */
import type { MsgpackValue } from "./msgpack.ts";

/** The shortest digits that read back the same; an exponent below 1e-4 and from 1e21 on. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e21)) return formatPlainFloat(value);
  const [digits, exponent = "0"] = value.toExponential().split("e");
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${digits}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/** The shortest digits that read back the same, never with an exponent. */
export function formatPlainFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  const point = Number(exponent) + 1; // digits before the decimal point
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A decoded value: `map[a:1 b:[x y]]`, keys in order. */
export function formatGoValue(value: MsgpackValue): string {
  if (value === null) return "<nil>";
  if (typeof value === "number") return formatGoFloat(value);
  if (typeof value !== "object") return String(value);
  if (value instanceof Uint8Array) return `[${value.join(" ")}]`;
  if (isMap(value)) {
    const entries = [...value].map(([key, each]) => [formatGoValue(key), formatGoValue(each)] as const);
    return `map[${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => `${key}:${each}`)
      .join(" ")}]`;
  }
  return `[${value.map(formatGoValue).join(" ")}]`;
}

/** `instanceof` alone does not take ReadonlyMap out of the union. */
function isMap(value: MsgpackValue): value is ReadonlyMap<MsgpackValue, MsgpackValue> {
  return value instanceof Map;
}

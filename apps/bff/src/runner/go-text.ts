/** Values as Go's `%v` writes them: the text forms that upstream puts into commands. */
import { readMsgpack } from "@skein/engine/msgpack";
import { assertNever } from "@skein/spec/never";

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

/** A MessagePack value as Go prints what it decodes to: `map[a:1 b:[x y]]`, keys in order. */
export function formatGoMsgpack(bytes: Uint8Array): string {
  const value = readMsgpack(bytes);
  switch (value.kind) {
    case "nil":
      return "<nil>";
    case "bool":
    case "int":
    case "str":
      return String(value.value);
    case "float":
      return formatGoFloat(value.value);
    case "bin":
    case "ext":
      return `[${value.value.join(" ")}]`;
    case "list":
      return `[${value.items.map(formatGoMsgpack).join(" ")}]`;
    case "map": {
      const entries = value.entries.map(([key, each]) => [formatGoMsgpack(key), formatGoMsgpack(each)] as const);
      entries.sort(([a], [b]) => (a < b ? -1 : 1));
      return `map[${entries.map(([key, each]) => `${key}:${each}`).join(" ")}]`;
    }
    default:
      return assertNever(value, "MessagePack value");
  }
}

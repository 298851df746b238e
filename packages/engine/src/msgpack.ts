/**
 * Reading MessagePack without losing anything: what Flyte stores of dataclasses, pydantic models and dicts.
 *
 * Libraries turn 1.0 into 1 and 2⁵³ + 1 into something else; here an integer stays an integer of 64 bits and a float
 * a float. Values inside others are handed out as the bytes they were written with, so that passing one on needs no
 * encoder, keeps the order of keys, and is exact to the bit.
 *
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { Problem } from "@skein/spec/problem";

/** One value; what lists and maps hold is still encoded. */
export type Msgpack =
  | { readonly kind: "nil" }
  | { readonly kind: "bool"; readonly value: boolean }
  /** From −2⁶³ to 2⁶⁴ − 1. */
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "bin"; readonly value: Uint8Array }
  | { readonly kind: "list"; readonly items: readonly Uint8Array[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[] }
  | { readonly kind: "ext"; readonly type: number; readonly value: Uint8Array };

/** Bytes that are not one whole MessagePack value. */
export class MalformedMsgpack extends Problem {
  readonly kind = "invalid";
}

/**
 * Reads the one value the bytes are.
 *
 * @throws MalformedMsgpack when they end early, go on after it, or begin with the byte that is never used
 */
export function readMsgpack(bytes: Uint8Array): Msgpack {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = readHead(view, 0);
  const end = endOf(view, 0);
  if (end !== bytes.length) throw new MalformedMsgpack(`MessagePack: ${bytes.length - end} bytes follow the value.`);
  const body = bytes.subarray(head.body, end);
  switch (head.kind) {
    case "nil":
      return { kind: "nil" };
    case "bool":
      return { kind: "bool", value: head.value };
    case "int":
      return { kind: "int", value: head.value };
    case "float":
      return { kind: "float", value: head.value };
    case "str":
      return { kind: "str", value: decodeText(body) };
    case "bin":
      return { kind: "bin", value: body };
    case "ext":
      return { kind: "ext", type: head.type, value: body };
    case "list":
      return { kind: "list", items: slices(bytes, view, head.body, head.count) };
    case "map": {
      const flat = slices(bytes, view, head.body, head.count);
      const empty = new Uint8Array();
      const entries = Array.from(
        { length: head.count / 2 },
        (_, i) => [flat[2 * i] ?? empty, flat[2 * i + 1] ?? empty] as const,
      );
      return { kind: "map", entries };
    }
  }
}

/** What the first bytes of a value say; `body` is where the rest begins. */
type Head = { readonly body: number } & (
  | { readonly kind: "nil" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "str" | "bin"; readonly size: number }
  | { readonly kind: "ext"; readonly size: number; readonly type: number }
  /** `count` values follow; two for each entry of a map. */
  | { readonly kind: "list" | "map"; readonly count: number }
);

function readHead(view: DataView, at: number): Head {
  try {
    return readHeadUnchecked(view, at);
  } catch (cause) {
    if (cause instanceof RangeError) throw new MalformedMsgpack("MessagePack: the value is cut off.", { cause });
    throw cause;
  }
}

/** @throws RangeError beyond the end, from DataView */
function readHeadUnchecked(view: DataView, at: number): Head {
  const byte = view.getUint8(at);
  const next = at + 1;
  if (byte <= 0x7f) return { kind: "int", value: BigInt(byte), body: next };
  if (byte <= 0x8f) return { kind: "map", count: 2 * (byte & 0x0f), body: next };
  if (byte <= 0x9f) return { kind: "list", count: byte & 0x0f, body: next };
  if (byte <= 0xbf) return { kind: "str", size: byte & 0x1f, body: next };
  if (byte >= 0xe0) return { kind: "int", value: BigInt(byte - 0x100), body: next };
  switch (byte) {
    case 0xc0:
      return { kind: "nil", body: next };
    case 0xc2:
    case 0xc3:
      return { kind: "bool", value: byte === 0xc3, body: next };
    case 0xc4:
      return { kind: "bin", size: view.getUint8(next), body: next + 1 };
    case 0xc5:
      return { kind: "bin", size: view.getUint16(next), body: next + 2 };
    case 0xc6:
      return { kind: "bin", size: view.getUint32(next), body: next + 4 };
    case 0xc7:
      return { kind: "ext", size: view.getUint8(next), type: view.getInt8(next + 1), body: next + 2 };
    case 0xc8:
      return { kind: "ext", size: view.getUint16(next), type: view.getInt8(next + 2), body: next + 3 };
    case 0xc9:
      return { kind: "ext", size: view.getUint32(next), type: view.getInt8(next + 4), body: next + 5 };
    case 0xca:
      return { kind: "float", value: view.getFloat32(next), body: next + 4 };
    case 0xcb:
      return { kind: "float", value: view.getFloat64(next), body: next + 8 };
    case 0xcc:
      return { kind: "int", value: BigInt(view.getUint8(next)), body: next + 1 };
    case 0xcd:
      return { kind: "int", value: BigInt(view.getUint16(next)), body: next + 2 };
    case 0xce:
      return { kind: "int", value: BigInt(view.getUint32(next)), body: next + 4 };
    case 0xcf:
      return { kind: "int", value: view.getBigUint64(next), body: next + 8 };
    case 0xd0:
      return { kind: "int", value: BigInt(view.getInt8(next)), body: next + 1 };
    case 0xd1:
      return { kind: "int", value: BigInt(view.getInt16(next)), body: next + 2 };
    case 0xd2:
      return { kind: "int", value: BigInt(view.getInt32(next)), body: next + 4 };
    case 0xd3:
      return { kind: "int", value: view.getBigInt64(next), body: next + 8 };
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return { kind: "ext", size: 1 << (byte - 0xd4), type: view.getInt8(next), body: next + 1 };
    case 0xd9:
      return { kind: "str", size: view.getUint8(next), body: next + 1 };
    case 0xda:
      return { kind: "str", size: view.getUint16(next), body: next + 2 };
    case 0xdb:
      return { kind: "str", size: view.getUint32(next), body: next + 4 };
    case 0xdc:
      return { kind: "list", count: view.getUint16(next), body: next + 2 };
    case 0xdd:
      return { kind: "list", count: view.getUint32(next), body: next + 4 };
    case 0xde:
      return { kind: "map", count: 2 * view.getUint16(next), body: next + 2 };
    case 0xdf:
      return { kind: "map", count: 2 * view.getUint32(next), body: next + 4 };
    default:
      throw new MalformedMsgpack(`MessagePack: byte 0x${byte.toString(16)} begins no value.`);
  }
}

/** Where the value at `at` ends. Counts values instead of recursing: nesting can be as deep as the bytes are long. */
function endOf(view: DataView, at: number): number {
  let next = at;
  for (let left = 1; left > 0; left -= 1) {
    const head = readHead(view, next);
    next = head.body;
    if (head.kind === "list" || head.kind === "map") left += head.count;
    else if (head.kind === "str" || head.kind === "bin" || head.kind === "ext") next += head.size;
    if (next > view.byteLength) throw new MalformedMsgpack("MessagePack: the value is cut off.");
  }
  return next;
}

function slices(bytes: Uint8Array, view: DataView, at: number, count: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let begin = at; found.length < count; ) {
    const end = endOf(view, begin);
    found.push(bytes.subarray(begin, end));
    begin = end;
  }
  return found;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new MalformedMsgpack("MessagePack: a text is not UTF-8.", { cause });
  }
}

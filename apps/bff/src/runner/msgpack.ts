/**
 * Reads MessagePack, the form of dataclasses in flytekit's Binary literals, keeping integers exact and apart from floats.
 *
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { Problem } from "@skein/spec/problem";

/** Integers are bigint, floats number; maps keep any kind of key; extensions come as their bytes. */
export type MsgpackValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly MsgpackValue[]
  | ReadonlyMap<MsgpackValue, MsgpackValue>;

export class MalformedMsgpack extends Problem {
  readonly kind = "invalid";
}

const MAX_DEPTH = 200;

export function decodeMsgpack(bytes: Uint8Array): MsgpackValue {
  const reader = new MsgpackReader(bytes);
  const value = reader.read(0);
  if (!reader.isAtEnd()) throw new MalformedMsgpack("The MessagePack value is followed by other bytes");
  return value;
}

class MsgpackReader {
  #at = 0;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): MsgpackValue {
    if (depth > MAX_DEPTH) throw new MalformedMsgpack(`The MessagePack value is nested more than ${MAX_DEPTH} deep`);
    const tag = this.#view.getUint8(this.#take(1));
    if (tag < 0x80) return BigInt(tag);
    if (tag < 0x90) return this.#map(tag & 0x0f, depth);
    if (tag < 0xa0) return this.#array(tag & 0x0f, depth);
    if (tag < 0xc0) return this.#text(tag & 0x1f);
    if (tag >= 0xe0) return BigInt(tag - 0x100);
    return this.#tagged(tag, depth);
  }

  #tagged(tag: number, depth: number): MsgpackValue {
    switch (tag) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return tag === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#raw(this.#length(tag - 0xc4));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#length(tag - 0xc7));
      case 0xca:
        return this.#view.getFloat32(this.#take(4));
      case 0xcb:
        return this.#view.getFloat64(this.#take(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return BigInt(this.#length(tag - 0xcc));
      case 0xcf:
        return this.#view.getBigUint64(this.#take(8));
      case 0xd0:
        return BigInt(this.#view.getInt8(this.#take(1)));
      case 0xd1:
        return BigInt(this.#view.getInt16(this.#take(2)));
      case 0xd2:
        return BigInt(this.#view.getInt32(this.#take(4)));
      case 0xd3:
        return this.#view.getBigInt64(this.#take(8));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(2 ** (tag - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#length(tag - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#length(tag - 0xdc + 1), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#length(tag - 0xde + 1), depth);
      default:
        throw new MalformedMsgpack(`0x${tag.toString(16)} begins no MessagePack value`);
    }
  }

  /** An unsigned number of 1, 2 or 4 bytes. */
  #length(power: number): number {
    const at = this.#take(2 ** power);
    if (power === 0) return this.#view.getUint8(at);
    return power === 1 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  #array(length: number, depth: number): MsgpackValue[] {
    const items: MsgpackValue[] = [];
    for (let at = 0; at < length; at += 1) items.push(this.read(depth + 1));
    return items;
  }

  #map(length: number, depth: number): Map<MsgpackValue, MsgpackValue> {
    const entries = new Map<MsgpackValue, MsgpackValue>();
    for (let at = 0; at < length; at += 1) entries.set(this.read(depth + 1), this.read(depth + 1));
    return entries;
  }

  #text(length: number): string {
    return new TextDecoder().decode(this.#raw(length));
  }

  #extension(length: number): Uint8Array {
    this.#take(1); // its type
    return this.#raw(length);
  }

  #raw(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new MalformedMsgpack("The MessagePack value is cut short");
    this.#at += length;
    return at;
  }
}

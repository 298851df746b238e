/**
 * MessagePack as plain values: how flytekit (since 1.14) writes dataclasses, dicts and Pydantic's models.
 *
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { base64Encode } from "@bufbuild/protobuf/wire";
import type { PlainValue } from "@skein/spec/plain-json";

const DEEPEST = 100;

class NotMessagePack extends Error {}

/** Undefined for what is not one value, whole, in it; extensions are not read. */
export function readMessagePack(bytes: Uint8Array): PlainValue | undefined {
  try {
    const reader = new Reader(bytes);
    const value = reader.value(0);
    return reader.isAtEnd ? value : undefined;
  } catch (reason) {
    // A RangeError is a read beyond the end, a TypeError a text that is no UTF-8.
    if (reason instanceof NotMessagePack || reason instanceof RangeError || reason instanceof TypeError)
      return undefined;
    throw reason;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): PlainValue {
    if (depth > DEEPEST) throw new NotMessagePack();
    const type = this.#view.getUint8(this.#skip(1));
    if (type < 0x80) return BigInt(type);
    if (type < 0x90) return this.#map(type & 0x0f, depth);
    if (type < 0xa0) return this.#list(type & 0x0f, depth);
    if (type < 0xc0) return this.#text(type & 0x1f);
    if (type >= 0xe0) return BigInt(type - 0x100);
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return { base64: base64Encode(this.#take(this.#length(type - 0xc4))) };
      case 0xca:
        return this.#view.getFloat32(this.#skip(4));
      case 0xcb:
        return this.#view.getFloat64(this.#skip(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return BigInt(this.#length(type - 0xcc));
      case 0xcf:
        return this.#view.getBigUint64(this.#skip(8));
      case 0xd0:
        return BigInt(this.#view.getInt8(this.#skip(1)));
      case 0xd1:
        return BigInt(this.#view.getInt16(this.#skip(2)));
      case 0xd2:
        return BigInt(this.#view.getInt32(this.#skip(4)));
      case 0xd3:
        return this.#view.getBigInt64(this.#skip(8));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#length(type - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#list(this.#length(type - 0xdb), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#length(type - 0xdd), depth);
      default:
        throw new NotMessagePack();
    }
  }

  /** Of one, two or four bytes. */
  #length(size: number): number {
    if (size === 0) return this.#view.getUint8(this.#skip(1));
    return size === 1 ? this.#view.getUint16(this.#skip(2)) : this.#view.getUint32(this.#skip(4));
  }

  #skip(count: number): number {
    const at = this.#at;
    this.#at += count;
    return at;
  }

  #take(count: number): Uint8Array {
    const at = this.#skip(count);
    if (this.#at > this.#bytes.length) throw new NotMessagePack();
    return this.#bytes.subarray(at, this.#at);
  }

  #text(length: number): string {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.#take(length));
  }

  #list(length: number, depth: number): PlainValue {
    const members: PlainValue[] = [];
    // Grown by what is there, not by what is claimed.
    for (let at = 0; at < length; at += 1) members.push(this.value(depth + 1));
    return members;
  }

  #map(length: number, depth: number): PlainValue {
    const members: [string, PlainValue][] = [];
    for (let at = 0; at < length; at += 1) {
      const key = this.value(depth + 1);
      if (key !== null && typeof key === "object") throw new NotMessagePack();
      members.push([String(key), this.value(depth + 1)]);
    }
    return Object.fromEntries(members);
  }
}

/**
 * One hash per JSON value, whatever the order of its objects' members: what upstream makes the keys of its cache from.
 *
 * Every value is the SHA-256 of a letter for its kind and its content; a list is made of the hashes of its items, an
 * object of those of its members, sorted by the hash of the name.
 *
 * @see https://github.com/benlaurie/objecthash (go/objecthash/objecthash.go CommonJSONHash)
 */
import type { JsonValue } from "@bufbuild/protobuf";
import { sha256Bytes } from "./sha256.ts";

/** 32 bytes. Numbers are floats, as JSON's are. */
export function objectHash(value: JsonValue): Uint8Array {
  return hashValue(value, new Map());
}

/** Names of fields come over and over; so do short values. */
type KnownTexts = Map<string, Uint8Array>;
const longestKnown = 64;

function hashValue(value: JsonValue, known: KnownTexts): Uint8Array {
  if (value === null) return sha256Bytes("n");
  if (typeof value === "string") return hashText(value, known);
  if (typeof value === "number") return sha256Bytes(`f${formatFloat(value)}`);
  if (typeof value === "boolean") return sha256Bytes(value ? "b1" : "b0");
  if (Array.isArray(value))
    return hashParts(
      "l",
      value.map((item) => hashValue(item, known)),
    );
  const members = Object.entries(value).map(([name, member]) => ({
    name: hashText(name, known),
    member: hashValue(member, known),
  }));
  members.sort((left, right) => compareBytes(left.name, right.name));
  return hashParts(
    "d",
    members.flatMap(({ name, member }) => [name, member]),
  );
}

function hashText(text: string, known: KnownTexts): Uint8Array {
  const found = known.get(text);
  if (found) return found;
  const hash = sha256Bytes(`u${text}`);
  if (text.length <= longestKnown) known.set(text, hash);
  return hash;
}

function hashParts(kind: "l" | "d", hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(1 + 32 * hashes.length);
  bytes[0] = kind.charCodeAt(0);
  hashes.forEach((hash, index) => {
    bytes.set(hash, 1 + 32 * index);
  });
  return sha256Bytes(bytes);
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  for (let at = 0; at < left.length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Sign, exponent and the bits of a mantissa above ½ and up to 1: `+1:1` is 2. JSON has finite numbers only. */
function formatFloat(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return "+0:";
  let rest = Math.abs(value);
  let exponent = 0;
  for (; rest > 1; exponent++) rest /= 2;
  for (; rest <= 0.5; exponent--) rest *= 2;
  let text = `${value < 0 ? "-" : "+"}${exponent}:`;
  for (; rest !== 0; rest *= 2) {
    text += rest >= 1 ? "1" : "0";
    if (rest >= 1) rest -= 1;
  }
  return text;
}

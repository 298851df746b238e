/**
 * Names made from lineage: unique node ids and task names (execution.md §1.2).
 *
 * Follows flytepropeller's nodes/common/utils.go and flyteplugins' encoding/encoder.go to the letter: other parts of
 * Flyte (consoles, tests, the SDK) compute the same names.
 */
import type { NodeKey } from "./run.ts";

const maxUniqueNodeId = 20;
const maxTaskName = 50;
const base32Alphabet = "abcdefghijklmnopqrstuvwxyz123456";
const utf8 = new TextEncoder();
const base36Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * The id of a node inside its execution: `n1`, `n1-0-n0`, or a hash where that is longer than 20 characters.
 *
 * @param parent undefined at the top level, where the id is the node's own
 */
export function uniqueNodeId(parent: { key: NodeKey; attempt: number } | undefined, nodeId: string): NodeKey {
  return fixedLengthId(parent === undefined ? [nodeId] : [parent.key, String(parent.attempt), nodeId], maxUniqueNodeId);
}

/**
 * The key of a sub-node of an array. As upstream's unique id, but never hashed: of a hundred thousand hashes of 32 bits
 * two are likely to be the same, and no row or name of Kubernetes' holds it.
 */
export function subNodeKey(array: NodeKey, arrayAttempt: number, index: number): NodeKey {
  return `${array}-${arrayAttempt}-n${index}`;
}

/** The name of one attempt inside a Kubernetes namespace, at most 50 characters: the API's generated_name. */
export function taskName(execution: string, node: NodeKey, attempt: number): string {
  return fixedLengthId([execution, node, String(attempt)], maxTaskName);
}

/** The name of the execution that one attempt of a launch plan node is, at most 20 characters. */
export function childExecutionName(execution: string, node: NodeKey, attempt: number): string {
  const joined = [execution, node, String(attempt)].join("-");
  return utf8.encode(joined).length <= maxUniqueNodeId ? joined : `f${base32Of64(fnv64a(joined))}`;
}

/** Two characters that spread raw outputs over prefixes of the object store. */
export function shardOf(name: string): string {
  const shard = fnv32a(name) % (36 * 36);
  return `${base36Alphabet.charAt(Math.floor(shard / 36))}${base36Alphabet.charAt(shard % 36)}`;
}

function fixedLengthId(parts: readonly string[], maxLength: number): string {
  let joined = "";
  for (const part of parts) joined = joined === "" ? part : `${joined}-${part}`;
  return utf8.encode(joined).length <= maxLength ? joined : `f${base32(fnv32a(joined))}`;
}

/** FNV-1a over the UTF-8 bytes, 32 bits. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/** FNV-1a over the UTF-8 bytes, 64 bits. */
function fnv64a(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of utf8.encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}

/** The eight big-endian bytes in base 32: thirteen characters. */
function base32Of64(value: bigint): string {
  let text = "";
  for (let shift = 59n; shift >= 4n; shift -= 5n) text += base32Alphabet.charAt(Number((value >> shift) & 31n));
  return text + base32Alphabet.charAt(Number((value << 1n) & 31n));
}

/** The four big-endian bytes in base 32, upstream's alphabet, no padding: seven characters. */
function base32(value: number): string {
  let text = "";
  for (let shift = 27; shift >= 2; shift -= 5) text += base32Alphabet.charAt((value >>> shift) & 31);
  return text + base32Alphabet.charAt((value << 3) & 31);
}

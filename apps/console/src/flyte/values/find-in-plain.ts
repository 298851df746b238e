/** Looking for words in a value, with an end: of a huge one not everything is looked at. */
import { isPlainArray, isPlainObject, type PlainValue } from "@skein/spec/plain-json";

interface Found {
  /** "rows[3].name" */
  readonly path: string;
  readonly value: PlainValue;
}

const MOST_FOUND = 100;
const MOST_LOOKED_AT = 200_000;

/** Members whose name, or whose own text, holds the words, in any case. */
export function findInPlain(
  value: PlainValue,
  words: string,
): { readonly found: readonly Found[]; readonly isAll: boolean } {
  const wanted = words.toLowerCase();
  const found: Found[] = [];
  let looked = 0;

  function look(each: PlainValue, path: string, name: string): boolean {
    looked += 1;
    if (found.length >= MOST_FOUND || looked > MOST_LOOKED_AT) return false;
    const isLeaf = each === null || typeof each !== "object";
    if (path !== "" && (name.toLowerCase().includes(wanted) || (isLeaf && String(each).toLowerCase().includes(wanted))))
      found.push({ path, value: each });
    if (isPlainArray(each)) return each.every((member, at) => look(member, `${path}[${at}]`, ""));
    if (!isPlainObject(each)) return true;
    return Object.entries(each).every(([key, member]) => look(member, path === "" ? key : `${path}.${key}`, key));
  }

  return { isAll: look(value, "", ""), found };
}

/** Members at all depths, counted up to `most`. */
export function countMembers(value: PlainValue, most: number): number {
  let count = 0;
  const members = isPlainArray(value) ? value : isPlainObject(value) ? Object.values(value) : [];
  for (const each of members) {
    count += 1;
    if (count < most) count += countMembers(each, most - count);
    if (count >= most) return most;
  }
  return count;
}

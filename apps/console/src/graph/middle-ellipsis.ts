const LONGEST = 22;

export const isCut = (name: string): boolean => name.length > LONGEST;

/** Both ends of a long name tell more than its beginning alone. */
export function middleEllipsis(name: string): string {
  if (!isCut(name)) return name;
  const half = (LONGEST - 1) / 2;
  return `${name.slice(0, Math.ceil(half))}…${name.slice(-Math.floor(half))}`;
}

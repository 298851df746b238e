const LONGEST = 22;

/** Both ends of a long name tell more than its beginning alone. */
export function middleEllipsis(name: string): string {
  if (name.length <= LONGEST) return name;
  const half = (LONGEST - 1) / 2;
  return `${name.slice(0, Math.ceil(half))}…${name.slice(-Math.floor(half))}`;
}

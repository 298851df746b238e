/**
 * What is not the same in two texts, by lines: a longest common subsequence, after what both begin and end with.
 *
 * Made for specs of a few hundred lines; a middle too large for the table is told as all removed and all added.
 */
export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
  /** Line numbers from 1; undefined on the side that does not have it. */
  readonly left: number | undefined;
  readonly right: number | undefined;
}

const LARGEST_TABLE = 4_000_000;

export function lineDiff(left: readonly string[], right: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < Math.min(left.length, right.length) && left[head] === right[head]) head += 1;
  let tail = 0;
  const most = Math.min(left.length, right.length) - head;
  while (tail < most && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const steps = [
    ...Array.from({ length: head }, () => "same" as const),
    ...stepsBetween(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...Array.from({ length: tail }, () => "same" as const),
  ];
  let [at, to] = [0, 0];
  return steps.map((kind) => {
    const text = (kind === "added" ? right[to] : left[at]) ?? "";
    if (kind !== "added") at += 1;
    if (kind !== "removed") to += 1;
    return { kind, text, left: kind === "added" ? undefined : at, right: kind === "removed" ? undefined : to };
  });
}

function stepsBetween(left: readonly string[], right: readonly string[]): DiffLine["kind"][] {
  const width = right.length + 1;
  if ((left.length + 1) * width > LARGEST_TABLE)
    return [...left.map(() => "removed" as const), ...right.map(() => "added" as const)];
  /** Length of what is common from here on. */
  const common = new Uint32Array((left.length + 1) * width);
  const commonAt = (at: number, to: number) => common[at * width + to] ?? 0;
  for (let at = left.length - 1; at >= 0; at -= 1)
    for (let to = right.length - 1; to >= 0; to -= 1)
      common[at * width + to] =
        left[at] === right[to] ? commonAt(at + 1, to + 1) + 1 : Math.max(commonAt(at + 1, to), commonAt(at, to + 1));
  const steps: DiffLine["kind"][] = [];
  let [at, to] = [0, 0];
  while (at < left.length || to < right.length) {
    if (at < left.length && to < right.length && left[at] === right[to]) {
      steps.push("same");
      at += 1;
      to += 1;
    } else if (at < left.length && (to === right.length || commonAt(at + 1, to) >= commonAt(at, to + 1))) {
      steps.push("removed");
      at += 1;
    } else {
      steps.push("added");
      to += 1;
    }
  }
  return steps;
}

/** What is shown of a diff: its lines, and how many lines that are the same are left out between them. */
export type DiffPart = DiffLine | { readonly kind: "left out"; readonly lines: readonly DiffLine[] };

/** @param around so many lines that are the same stay before and after what is not */
export function foldedDiff(lines: readonly DiffLine[], around = 3): DiffPart[] {
  const isNear = lines.map(() => false);
  for (const [at, { kind }] of lines.entries())
    if (kind !== "same") isNear.fill(true, Math.max(0, at - around), at + around + 1);
  const parts: DiffPart[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from;
    while (to < lines.length && isNear[to] === isNear[from]) to += 1;
    const run = lines.slice(from, to);
    // A fold in place of one line hides more than it saves.
    if (isNear[from] || run.length === 1) parts.push(...run);
    else parts.push({ kind: "left out", lines: run });
    from = to;
  }
  return parts;
}

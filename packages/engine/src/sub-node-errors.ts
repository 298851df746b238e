/**
 * What an array node fails with: its sub-nodes' messages, each with the indices it is of, `[0-3, 7]: message` to a line
 * (flyteplugins array/errorcollector). Upstream stops at 1,000 characters; so that a hundred thousand different messages
 * weigh nothing, only so many are kept at all.
 */

export interface SubNodeErrors {
  /** Message → indices, in the order they came. */
  readonly indices: Map<string, number[]>;
  /** Failures whose message is not kept. */
  others: number;
}

const keptMessages = 64;
const keptLength = 4096;
const longestSummary = 1000;
const tooMany = "... and many more.";

export function noSubNodeErrors(): SubNodeErrors {
  return { indices: new Map(), others: 0 };
}

export function collectError(errors: SubNodeErrors, index: number, message: string): void {
  const kept = message.slice(0, keptLength);
  const known = errors.indices.get(kept);
  if (known !== undefined) known.push(index);
  else if (errors.indices.size < keptMessages) errors.indices.set(kept, [index]);
  else errors.others += 1;
}

/** One line for each message, in their order as text. */
export function summaryOf({ indices, others }: SubNodeErrors): string {
  let summary = "";
  for (const message of [...indices.keys()].sort()) {
    summary += `[${rangesOf(indices.get(message) ?? [])}]: ${message}\n`;
    if (summary.length >= longestSummary) return summary + tooMany;
  }
  return others > 0 ? summary + tooMany : summary;
}

/** `0-3, 7`. */
export function rangesOf(indices: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && index === range[1] + 1) range[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}

import { type Breakpoint, Breakpoint_Side as Side } from "@skein/spec/gen/skein/console/v1/console_pb";

/** Where each place of the graph is held, in words: "before", "after", "before and after". */
export function breakpointWords(breakpoints: readonly Breakpoint[]): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const { place, side } of breakpoints.toSorted((left, right) => left.side - right.side)) {
    if (place.case !== "path") continue;
    const word = side === Side.AFTER ? "after" : "before";
    const known = words.get(place.value);
    words.set(place.value, known === undefined ? word : `${known} and ${word}`);
  }
  return words;
}

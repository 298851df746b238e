import { formatDuration } from "../../../flyte/duration.ts";
import { type Break, type Scale, xOf } from "./scale.ts";
import { HALF_LETTER, type Taken } from "./time-axis.tsx";

const GAP = 6;

interface BreakLabel extends Taken {
  readonly text: string;
  readonly at: number;
}

/** How long each break in sight was; where two are too near to each other the later one has only its sign. */
export function breakLabels(scale: Scale, now: Taken | undefined): BreakLabel[] {
  const labels: BreakLabel[] = [];
  for (const each of scale.breaks) {
    const [left, right] = [xOf(scale, each.from), xOf(scale, each.to)];
    if (right < 0 || left > scale.width) continue;
    const before = labels.at(-1);
    const room = before ? before.x + before.half : 0;
    for (const text of [words(each), "⋯"]) {
      const half = text.length * HALF_LETTER + GAP;
      const middle = Math.max(half, (Math.max(0, left) + Math.min(scale.width, right)) / 2);
      // What reaches to now makes way for the word.
      const isCovered = now && Math.abs(middle - now.x) < half + now.half;
      const x = isCovered ? now.x - now.half - half : middle;
      if (x - half < room && text !== "⋯") continue;
      labels.push({ at: each.from, text, x, half });
      break;
    }
  }
  return labels;
}

export function BreakLabels({ labels }: { readonly labels: readonly BreakLabel[] }) {
  return labels.map(({ at, text, x }) => (
    <span
      key={at}
      className="absolute top-1.25 -translate-x-1/2 text-axis! leading-4 whitespace-nowrap text-faint"
      style={{ left: x }}
    >
      {text}
    </span>
  ));
}

/** Behind the rows: where time goes by more quickly. */
export function BreakStrips({ scale }: { readonly scale: Scale }) {
  return scale.breaks.map((each) => {
    const left = xOf(scale, each.from);
    return (
      <i
        key={each.from}
        data-idle={words(each)}
        className="absolute inset-y-0 border-x border-dashed border-line-2 bg-raised"
        style={{ left, width: xOf(scale, each.to) - left }}
      />
    );
  });
}

const words = ({ from, to }: Break) => `⋯ ${formatDuration(to - from)} idle`;

/** Everything on a way to or from a node, itself included; iterative, because chains are long. */
export function relatives(
  path: string,
  upstream: ReadonlyMap<string, readonly string[]>,
  downstream: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set([path]);
  for (const links of [upstream, downstream]) {
    const open = [path];
    const seen = new Set(open);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of links.get(at) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        found.add(next);
        open.push(next);
      }
    }
  }
  return found;
}

/** Where the middle of a box is. */
export interface Middle {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/**
 * The node an arrow key leads to: along the edges in their direction, else to the nearest on that side.
 *
 * @param linked the nodes on the other end of edges that leave in this direction
 * @param spots  middles of all nodes in view of the keyboard
 */
export function nodeTowards(
  from: Middle,
  key: ArrowKey,
  linked: readonly string[],
  spots: readonly Middle[],
): string | undefined {
  const [dx, dy] = arrows[key];
  const ahead = spots.filter(({ id, x, y }) => id !== from.id && (x - from.x) * dx + (y - from.y) * dy > 1);
  const along = ahead.filter(({ id }) => linked.includes(id));
  const cost = ({ x, y }: Middle) => {
    const forward = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    return forward + 3 * aside;
  };
  const near = (along.length > 0 ? along : ahead).toSorted((a, b) => cost(a) - cost(b));
  return near[0]?.id;
}

export type ArrowKey = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const arrows = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const satisfies Record<ArrowKey, readonly [number, number]>;

export const isArrowKey = (key: string): key is ArrowKey => Object.hasOwn(arrows, key);

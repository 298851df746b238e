/** How a series of use becomes lines: each value holds from one time to the next, and what is not known is not drawn. */

export interface Step {
  readonly from: number;
  readonly to: number;
  /** Undefined: nobody looked. */
  readonly value: number | undefined;
}

interface Shape {
  /** Of the values. */
  readonly line: string;
  /** Between them and zero. */
  readonly area: string;
}

/**
 * @param x pixels of a time
 * @param y pixels of a value
 */
export function shapeOf(steps: readonly Step[], x: (ms: number) => number, y: (value: number) => number): Shape {
  let [line, area] = ["", ""];
  let pen: number | undefined;
  const floor = round(y(0));
  for (const { from, to, value } of steps) {
    if (value === undefined) {
      if (pen !== undefined) area += `V${floor}Z`;
      pen = undefined;
      continue;
    }
    const [left, right, height] = [round(x(from)), round(x(to)), round(y(value))];
    line += pen === undefined ? `M${left} ${height}H${right}` : `V${height}H${right}`;
    area += pen === undefined ? `M${left} ${floor}V${height}H${right}` : `V${height}H${right}`;
    pen = right;
  }
  return { line, area: pen === undefined ? area : `${area}V${floor}Z` };
}

/** The step at a time, or the one nearest to it. */
export function stepAt(steps: readonly Step[], ms: number): number {
  const at = steps.findIndex(({ to }) => to >= ms);
  return at < 0 ? steps.length - 1 : at;
}

/** A request or a limit far above all that was used would flatten it: it is told, not drawn. */
const FARTHEST = 20;

export const isNear = (bound: number, most: number): boolean => bound <= most * FARTHEST;

const round = (pixels: number) => Math.round(pixels * 10) / 10;

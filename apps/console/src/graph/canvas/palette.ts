/** The console's colours and patterns as a canvas takes them. */

import { themeChanges } from "./theme-changes.ts";

/** Names of tokens.css without their dashes. */
export interface Palette {
  color(token: string): string;
  /** A pattern of this fill in the colour of the surface, to be laid over the tone; undefined where it has none. */
  pattern(context: CanvasRenderingContext2D, fill: string): CanvasPattern | undefined;
}

let known: Palette | undefined;
let isWatched = false;

/** As the theme is now. Whoever keeps what was drawn with it listens to themeChanges and draws anew. */
export function currentPalette(): Palette {
  if (!isWatched) {
    isWatched = true;
    themeChanges(() => {
      known = undefined;
    });
  }
  known ??= readPalette();
  return known;
}

function readPalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const names = ["bg", "surface", "raised", "line", "line-2", "fg", "muted", "faint", "edge", "edge-ahead", "accent"];
  const tones = ["ok", "run", "fail", "timeout", "abort", "pause", "wait", "reuse"];
  const colors = new Map<string, string>();
  for (const name of [...names, ...tones]) {
    probe.style.color = `var(--${name})`;
    colors.set(name, style.color);
  }
  probe.remove();
  const patterns = new Map<string, CanvasPattern | undefined>();
  const color = (token: string) => colors.get(token) ?? "gray";
  return {
    color,
    pattern: (context, fill) => {
      if (!patterns.has(fill)) patterns.set(fill, patternOf(context, fill, color("surface")));
      return patterns.get(fill);
    },
  };
}

const TILE = 8;

/** The lines between the lines: what of the tone is taken away. */
const strokes: Readonly<Record<string, readonly (readonly [number, number, number, number])[]>> = {
  "fill-hatch": [
    [-2, 6, 6, -2],
    [2, 10, 10, 2],
  ],
  "fill-cross": [
    [-2, 6, 6, -2],
    [2, 10, 10, 2],
    [-2, 2, 6, 10],
    [2, -2, 10, 6],
  ],
  "fill-vertical": [
    [1, 0, 1, 8],
    [5, 0, 5, 8],
  ],
  "fill-horizontal": [
    [0, 1, 8, 1],
    [0, 5, 8, 5],
  ],
  "fill-dots": [
    [0, 1, 8, 1],
    [0, 5, 8, 5],
    [1, 0, 1, 8],
    [5, 0, 5, 8],
  ],
};

function patternOf(context: CanvasRenderingContext2D, fill: string, color: string): CanvasPattern | undefined {
  const lines = strokes[fill];
  const tile = document.createElement("canvas");
  tile.width = TILE;
  tile.height = TILE;
  const pen = tile.getContext("2d");
  if (!lines || !pen) return undefined;
  pen.strokeStyle = color;
  pen.lineWidth = 1.5;
  pen.globalAlpha = 0.6;
  for (const [fromX, fromY, toX, toY] of lines) {
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
    pen.stroke();
  }
  return context.createPattern(tile, "repeat") ?? undefined;
}

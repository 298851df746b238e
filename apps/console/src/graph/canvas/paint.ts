/**
 * A graph drawn by strokes instead of elements: for graphs seen from so far away, or so large, that elements would be
 * thousands. From near it is the same picture as boxes/ and graph-edge.tsx make; from afar a node is a block
 * with the colour and pattern of its phase.
 */
import type { PhaseLook } from "../../flyte/phase-look.ts";
import { edgePath } from "../edge-path.ts";
import type { GraphStore } from "../graph-store.ts";
import { middleEllipsis } from "../middle-ellipsis.ts";
import { type Counts, countsOf, type EdgeTone, edgeTone, isLoud, kindLook, lookOf, markTones } from "../node-face.ts";
import { isStack } from "../stacks.ts";
import { type Drawn, FAR } from "./drawn.ts";
import { drawGlyph } from "./glyphs.ts";
import type { Palette } from "./palette.ts";
import { meets, type Rect, type Route, type Spot, type Spots } from "./spots.ts";

const READABLE = 0.45;
/** Edges drawn by one stroke: one of them all would be slower. */
const EDGES_AT_ONCE = 400;

export interface Painting {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  /** The part of the graph that fills the canvas. */
  readonly rect: Rect;
  /** Pixels of the screen by one unit of the graph. */
  readonly zoom: number;
  /** Pixels of the canvas by one unit of the graph. */
  readonly scale: number;
}

/** @param drawn what stands over the canvas as elements, and is left out */
export function paintGraph(
  painting: Painting,
  spots: Spots,
  store: GraphStore,
  drawn: Pick<Drawn, "isFar" | "hasNode" | "hasEdge">,
): void {
  const { context, rect, scale } = painting;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(scale, 0, 0, scale, -rect.x * scale, -rect.y * scale);
  const seen = spots.within(rect).filter(({ visible }) => drawn.isFar || !drawn.hasNode(visible.id));
  for (const spot of seen) if (spot.visible.shape === "open") paintContainer(painting, spot, store);
  paintEdges(
    painting,
    spots.routes.filter(({ edge, around }) => meets(around, rect) && !drawn.hasEdge(edge)),
    store,
  );
  for (const spot of seen) if (spot.visible.shape !== "open") paintBox(painting, spot, store);
}

function paintBox(painting: Painting, spot: Spot, store: GraphStore): void {
  painting.context.globalAlpha = store.isDimmed(spot.visible.id) ? 0.35 : 1;
  if (spot.visible.shape === "port") paintPort(painting, spot);
  else if (painting.zoom < FAR) paintBlock(painting, spot, store);
  else paintCard(painting, spot, store);
  painting.context.globalAlpha = 1;
}

function paintPort({ context, palette }: Painting, { x, y, width, height }: Spot): void {
  context.fillStyle = palette.color("surface");
  context.strokeStyle = palette.color("line-2");
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + width / 4, y, width / 2, height, height / 2);
  context.fill();
  context.stroke();
}

/** From afar: the phase fills the box. */
function paintBlock(painting: Painting, spot: Spot, store: GraphStore): void {
  const { context, palette } = painting;
  const { x, y, width, height, visible } = spot;
  if (isStack(visible.id)) fill(painting, { x: x + 8, y: y + 8, width, height }, palette.color("line-2"));
  const counts = countsOf(store, visible.id);
  const mark = store.mark(visible.id);
  const shade = store.shade(visible.id);
  if (store.isShaded) fillShaded(painting, spot, shade?.weight);
  else if (counts && store.hasRun) {
    fill(painting, spot, palette.color("line-2"));
    for (const [look, part] of partsOf(counts, spot)) fillWith(painting, part, look);
  } else if (store.hasRun) fillWith(painting, spot, lookOf(store.summary(visible.id), visible.node));
  else
    fill(
      painting,
      spot,
      palette.color(mark && mark.severity !== "none" ? toneOf({ tone: markTones[mark.severity] }) : "faint"),
    );
  if (mark?.hatch) layPattern(painting, spot, mark.hatch);
  if (store.breakpoint(visible.id) === undefined) return;
  context.fillStyle = palette.color("pause");
  context.beginPath();
  context.arc(x, y + height / 2, height / 4, 0, 2 * Math.PI);
  context.fill();
}

function fill({ context }: Painting, { x, y, width, height }: Rect, color: string): void {
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
}

function fillWith(painting: Painting, part: Rect, look: PhaseLook): void {
  const { context, palette, zoom } = painting;
  const color = palette.color(toneOf(look));
  if (look.fill === "fill-outline") {
    fill(painting, part, palette.color("surface"));
    context.strokeStyle = palette.color("line-2");
    context.lineWidth = 1 / zoom;
    context.strokeRect(part.x, part.y, part.width, part.height);
    return;
  }
  fill(painting, part, palette.color("surface"));
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (look.fill === "fill-quiet" ? 0.5 : look.fill === "fill-thin" ? 0.4 : 1);
  fill(painting, part, color);
  context.globalAlpha = alpha;
  layPattern(painting, part, look.fill);
}

function layPattern({ context, palette, zoom }: Painting, part: Rect, name: string): void {
  const pattern = part.height * zoom < 5 ? undefined : palette.pattern(context, name);
  if (!pattern) return;
  // Its lines are as far apart at every zoom.
  pattern.setTransform(new DOMMatrix().scale(1 / zoom));
  context.fillStyle = pattern;
  context.fillRect(part.x, part.y, part.width, part.height);
}

/** More ink is more; an outline is no figure. */
function fillShaded(painting: Painting, part: Rect, weight: number | undefined): void {
  const { context, palette, zoom } = painting;
  fill(painting, part, palette.color("surface"));
  context.strokeStyle = palette.color("line-2");
  context.lineWidth = 1 / zoom;
  context.strokeRect(part.x, part.y, part.width, part.height);
  if (weight === undefined) return;
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (0.08 + 0.8 * weight);
  fill(painting, part, palette.color("fg"));
  context.globalAlpha = alpha;
}

/** From near: what boxes/ draws, without the second line. */
function paintCard(painting: Painting, spot: Spot, store: GraphStore): void {
  const { context, palette, zoom } = painting;
  const { x, y, width, height, visible } = spot;
  const { node } = visible;
  const mark = store.mark(node.path);
  const look = lookOf(store.summary(node.path), node);
  const tone = palette.color(toneOf(mark ? { tone: markTones[mark.severity] } : look));
  const isMarked = mark !== undefined && mark.severity !== "none";
  const isGhost = store.hasRun && look.fill === "fill-outline";
  const isOutlined = isMarked || (store.hasRun && isLoud(look));
  if (isStack(node.path)) card(painting, { x: x + 4, y: y + 4, width, height }, palette.color("line-2"));
  card(painting, spot, isOutlined ? tone : palette.color("line-2"), isGhost ? [4, 3] : []);
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (store.hasRun || mark ? 0.11 : 0);
  context.fillStyle = tone;
  context.fillRect(x + 1, y + 1, 29, height - 2);
  context.globalAlpha = alpha;
  const kind = kindLook(node.kind);
  const icon = store.hasRun ? look.icon : (mark?.icon ?? kind.icon);
  const ink = store.hasRun || mark ? tone : palette.color("muted");
  drawGlyph(context, icon, { x: x + 7, y: y + height / 2 - 8, size: 16 }, ink, palette.color("surface"));
  const counts = countsOf(store, node.path);
  if (zoom >= READABLE) {
    context.font = '550 12px "Inter Variable", sans-serif';
    context.textBaseline = "middle";
    context.fillStyle = palette.color(isGhost ? "muted" : "fg");
    context.fillText(middleEllipsis(node.name), x + 39, y + height / 2 - (counts ? 6 : 0), width - 64);
  }
  if (!counts) return;
  const bar = { x: x + 39, y: y + height - 13, width: width - 48, height: 5 };
  fill(painting, bar, palette.color("line"));
  for (const [part, rect] of partsOf(counts, bar)) fillWith(painting, rect, part);
}

function card({ context, palette }: Painting, rect: Rect, stroke: string, dash: readonly number[] = []): void {
  context.beginPath();
  context.roundRect(rect.x + 0.5, rect.y + 0.5, rect.width - 1, rect.height - 1, 8);
  context.fillStyle = palette.color("surface");
  context.fill();
  context.setLineDash([...dash]);
  context.strokeStyle = stroke;
  context.lineWidth = 1;
  context.stroke();
  context.setLineDash([]);
}

function paintContainer(painting: Painting, { x, y, width, height, visible }: Spot, store: GraphStore): void {
  const { context, palette, zoom } = painting;
  const look = lookOf(store.summary(visible.id), visible.node);
  const isOutlined = store.hasRun && isLoud(look);
  context.globalAlpha = store.isDimmed(visible.id) ? 0.5 : 1;
  context.strokeStyle = palette.color(isOutlined ? toneOf(look) : "line-2");
  context.lineWidth = Math.max(1, 1 / zoom);
  context.beginPath();
  context.roundRect(x, y, width, height, 10);
  context.stroke();
  if (zoom >= READABLE) {
    context.font = '550 12px "Inter Variable", sans-serif';
    context.textBaseline = "middle";
    context.fillStyle = palette.color("fg");
    context.fillText(visible.node.name, x + 32, y + 16, width - 80);
    const icon = store.hasRun ? look.icon : kindLook(visible.node.kind).icon;
    drawGlyph(context, icon, { x: x + 10, y: y + 9, size: 14 }, palette.color(toneOf(look)), palette.color("surface"));
  }
  context.globalAlpha = 1;
}

const strokes = {
  plain: { token: "edge", dash: [] },
  done: { token: "edge", dash: [] },
  run: { token: "run", dash: [] },
  ahead: { token: "edge-ahead", dash: [4, 4] },
  skipped: { token: "line-2", dash: [2, 4] },
  failed: { token: "fail", dash: [5, 4] },
} as const satisfies Record<EdgeTone, { token: string; dash: readonly number[] }>;

function paintEdges(painting: Painting, routes: readonly Route[], store: GraphStore): void {
  const { context, palette, zoom } = painting;
  const isFar = zoom < FAR;
  context.lineWidth = Math.max(1.5, 0.6 / zoom);
  for (const isDimmed of [true, false]) {
    const groups = Map.groupBy(
      routes.filter(({ edge }) => (store.isDimmed(edge.from) || store.isDimmed(edge.to)) === isDimmed),
      ({ edge }) => edgeTone(store, edge.from, edge.to),
    );
    context.globalAlpha = isDimmed ? 0.25 : 1;
    for (const [tone, found] of groups) {
      const color = palette.color(strokes[tone].token);
      context.strokeStyle = color;
      context.fillStyle = color;
      context.setLineDash(isFar ? [] : [...strokes[tone].dash]);
      for (let from = 0; from < found.length; from += EDGES_AT_ONCE)
        strokeRoutes(context, found.slice(from, from + EDGES_AT_ONCE), isFar);
      context.setLineDash([]);
    }
  }
  context.globalAlpha = 1;
}

function strokeRoutes(context: CanvasRenderingContext2D, routes: readonly Route[], isFar: boolean): void {
  const path = new Path2D();
  const dots = new Path2D();
  for (const { points } of routes) {
    if (isFar) {
      const [first, ...rest] = points;
      if (first) path.moveTo(first.x, first.y);
      for (const { x, y } of rest) path.lineTo(x, y);
    } else {
      path.addPath(new Path2D(edgePath(points)));
      const { x, y } = points.at(-1) ?? { x: 0, y: 0 };
      dots.moveTo(x + 3, y);
      dots.arc(x, y, 3, 0, 2 * Math.PI);
    }
  }
  context.stroke(path);
  if (!isFar) context.fill(dots);
}

function partsOf({ parts, total }: Counts, { x, y, width, height }: Rect): (readonly [PhaseLook, Rect])[] {
  let at = x;
  return parts.map(([look, count]) => {
    const part = { x: at, y, width: (width * count) / Math.max(total, 1), height };
    at += part.width;
    return [look, part] as const;
  });
}

/** Of the token: "fail" for "tone-fail". */
const toneOf = ({ tone }: Pick<PhaseLook, "tone">) => tone.slice("tone-".length);

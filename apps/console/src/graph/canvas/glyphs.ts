/** The icons of ui/icon-shapes.tsx on a canvas: the same shapes, read from the same place. */
import { isValidElement, type ReactElement, type ReactNode, type SVGProps } from "react";
import { type IconName, iconShapes } from "../../ui/icon-shapes.tsx";

type SvgElement = ReactElement<SVGProps<SVGElement>>;

interface Shape {
  readonly path: Path2D;
  readonly isFilled: boolean;
  readonly isStroked: boolean;
  /** In the colour of what lies beneath: a mark cut out of a filled glyph. */
  readonly isCutOut: boolean;
  readonly width: number;
  readonly opacity: number;
  readonly dash: readonly number[];
}

const GRID = 16;
const known = new Map<IconName, readonly Shape[]>();

/** Draws an icon with its corner at a place. @param size of the square it fills, in the context's own units */
export function drawGlyph(
  context: CanvasRenderingContext2D,
  name: IconName,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  color: string,
  ground: string,
): void {
  const shapes = known.get(name) ?? elementsOf(iconShapes[name]).map(toShape);
  known.set(name, shapes);
  context.save();
  context.translate(x, y);
  context.scale(size / GRID, size / GRID);
  context.lineCap = "round";
  context.lineJoin = "round";
  const alpha = context.globalAlpha;
  for (const shape of shapes) {
    const ink = shape.isCutOut ? ground : color;
    context.globalAlpha = alpha * shape.opacity;
    context.setLineDash([...shape.dash]);
    context.lineWidth = shape.width;
    context.fillStyle = ink;
    context.strokeStyle = ink;
    if (shape.isFilled) context.fill(shape.path);
    if (shape.isStroked) context.stroke(shape.path);
  }
  context.restore();
}

/** The elements in a shape; there are only fragments around them. */
function elementsOf(node: ReactNode): SvgElement[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf);
  if (!isValidElement<SVGProps<SVGElement>>(node)) return [];
  return typeof node.type === "string" ? [node] : elementsOf(node.props.children);
}

function toShape({ type, props }: SvgElement): Shape {
  const { fill, stroke, className = "", strokeWidth, strokeOpacity, strokeDasharray } = props;
  return {
    path: pathOf(String(type), props),
    isFilled: fill === "currentColor" || className.includes("fill-surface"),
    isStroked: stroke !== "none",
    isCutOut: className.includes("surface"),
    width: Number(strokeWidth ?? 1.5),
    opacity: Number(strokeOpacity ?? 1),
    dash: strokeDasharray === undefined ? [] : String(strokeDasharray).split(" ").map(Number),
  };
}

function pathOf(type: string, props: SVGProps<SVGElement>): Path2D {
  if (type === "path") return new Path2D(props.d);
  const path = new Path2D();
  if (type === "circle") path.arc(Number(props.cx), Number(props.cy), Number(props.r), 0, 2 * Math.PI);
  if (type === "rect")
    path.roundRect(Number(props.x), Number(props.y), Number(props.width), Number(props.height), Number(props.rx ?? 0));
  return path;
}

import { isValidElement, type ReactNode } from "react";
import { type IconName, iconShapes } from "./icon-shapes.tsx";

const namespace = "http://www.w3.org/2000/svg";

/** An icon of 14 px as a plain element, for what React does not draw: the same shapes. */
export function iconElement(name: IconName, label?: string): SVGSVGElement {
  const icon = document.createElementNS(namespace, "svg");
  const attributes = {
    viewBox: "0 0 16 16",
    width: "14",
    height: "14",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
  };
  for (const [key, value] of Object.entries(attributes)) icon.setAttribute(key, value);
  append(icon, iconShapes[name]);
  return icon;
}

function append(parent: SVGElement, shape: ReactNode): void {
  if (Array.isArray(shape)) for (const each of shape) append(parent, each);
  if (!isValidElement<Record<string, ReactNode>>(shape)) return;
  const { children, ...attributes } = shape.props;
  if (typeof shape.type !== "string") {
    append(parent, children); // a fragment
    return;
  }
  const made = document.createElementNS(namespace, shape.type);
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === "string" || typeof value === "number") made.setAttribute(kebab(key), String(value));
  parent.append(made);
}

const kebab = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

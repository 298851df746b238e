import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";

/** The colours against WCAG 2.2 AA: text 4.5:1 on every ground it may stand on, control borders 3:1. */

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

const themes = {
  light: new Map<string, Rgb>(),
  dark: new Map<string, Rgb>(),
};
for (const [, name = "", light = "", dark = ""] of css.matchAll(/--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)/g)) {
  themes.light.set(name, parseHex(light));
  themes.dark.set(name, parseHex(dark));
}

type Rgb = readonly [number, number, number];

function parseHex(hex: string): Rgb {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function mix(top: Rgb, under: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => top[at] * share + under[at] * (1 - share);
  return [part(0), part(1), part(2)];
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function ratio(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const grounds = ["bg", "surface", "raised", "hover", "overlay", "accent-tint"];
const texts = ["fg", "muted", "faint", "accent"];
const statuses = ["ok", "run", "fail", "timeout", "abort", "pause", "wait", "reuse"];
const code = ["code-key", "code-string", "code-number", "code-word"];
const white: Rgb = [255, 255, 255];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const colour = (name: string): Rgb => {
    const found = themes[theme].get(name);
    if (!found) throw new TypeError(`tokens.css has no ${name}`);
    return found;
  };

  it.each(grounds)("all text can be read on %s", (ground) => {
    const weak = [...texts, ...statuses].filter((text) => ratio(colour(text), colour(ground)) < 4.5);
    expect(weak).toEqual([]);
  });

  it.each(grounds)("borders of controls and the focus ring can be seen on %s", (ground) => {
    const weak = ["control", "accent"].filter((edge) => ratio(colour(edge), colour(ground)) < 3);
    expect(weak).toEqual([]);
  });

  it.each(statuses)("%s can be read on its own badge and panel", (status) => {
    for (const share of [0.11, 0.08]) {
      const tint = mix(colour(status), colour("surface"), share);
      expect(ratio(colour(status), tint)).toBeGreaterThanOrEqual(4.5);
      expect(ratio(colour("fg"), tint)).toBeGreaterThanOrEqual(4.5);
      expect(ratio(colour("muted"), tint)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(code)("%s can be read in code", (token) => {
    expect(ratio(colour(token), colour("raised"))).toBeGreaterThanOrEqual(4.5);
    expect(ratio(colour(token), colour("surface"))).toBeGreaterThanOrEqual(4.5);
  });

  test("text on solid accents, marks and inverse grounds can be read", () => {
    expect(ratio(white, colour("accent-solid"))).toBeGreaterThanOrEqual(4.5);
    expect(ratio(colour("fg"), colour("mark"))).toBeGreaterThanOrEqual(4.5);
    expect(ratio(colour("on-inverse"), colour("inverse"))).toBeGreaterThanOrEqual(4.5);
  });
});

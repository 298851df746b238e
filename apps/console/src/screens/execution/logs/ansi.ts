/**
 * Terminal text as spans: colours and weights as names that the theme gives colours to; every other control is dropped.
 *
 * SGR (ECMA-48 §8.3.117) with 16, 256 and true colours, OSC 8 links to http(s), and carriage returns, of which only the
 * last state of a line is kept, with how often it was rewritten.
 */
import { controlSequences, statesOf } from "@skein/spec/log/visible-text";

export interface AnsiSpan {
  readonly text: string;
  /** Class names; empty for plain text. */
  readonly classes: string;
  readonly href?: string;
}

export interface AnsiLine {
  readonly spans: readonly AnsiSpan[];
  /** How often a progress bar rewrote the line. */
  readonly updates: number;
}

interface Style {
  colour: string;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}

const plain: Style = { colour: "", bold: false, dim: false, italic: false, underline: false, inverse: false };

export function parseAnsi(text: string): AnsiLine {
  const states = statesOf(text);
  return { spans: spansOf(states.at(-1) ?? ""), updates: Math.max(0, states.length - 1) };
}

/** The text alone, as it is searched and copied. */
export function stripAnsi(text: string): string {
  return parseAnsi(text)
    .spans.map((span) => span.text)
    .join("");
}

function spansOf(text: string): AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let style = plain;
  let href: string | undefined;
  let from = 0;
  const add = (piece: string) => {
    if (piece !== "") spans.push({ text: piece, classes: classesOf(style), ...(href ? { href } : {}) });
  };
  for (const found of text.matchAll(controlSequences)) {
    add(text.slice(from, found.index));
    from = found.index + found[0].length;
    const [, parameters, final, osc] = found;
    if (final === "m") style = styled(style, parameters ?? "");
    else if (osc?.startsWith("8;")) href = linkOf(osc);
  }
  add(text.slice(from));
  return spans;
}

/** Only http and https: text of a workflow must not lead anywhere else. */
function linkOf(osc: string): string | undefined {
  const url = osc.split(";").slice(2).join(";");
  return /^https?:\/\//i.test(url) ? url : undefined;
}

function styled(before: Style, parameters: string): Style {
  const style = { ...before };
  const codes = parameters === "" ? [0] : parameters.split(/[;:]/).map(Number);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) Object.assign(style, plain);
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 22) Object.assign(style, { bold: false, dim: false });
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code === 27) style.inverse = false;
    else if (code >= 30 && code <= 37) style.colour = named[code - 30] ?? "";
    else if (code >= 90 && code <= 97) style.colour = named[code - 90] ?? "";
    else if (code === 39) style.colour = "";
    else if (code === 38) {
      style.colour = extended(codes, at);
      at += codes[at + 1] === 5 ? 2 : 4;
    } else if (code === 48) at += codes[at + 1] === 5 ? 2 : 4; // grounds are the theme's
  }
  return style;
}

const named = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
type Named = (typeof named)[number];

/** 256 and true colours become the nearest of the eight: those have the contrast, whatever the theme. */
function extended(codes: readonly number[], at: number): Named | "" {
  if (codes[at + 1] === 2) return nearest(codes[at + 2] ?? 0, codes[at + 3] ?? 0, codes[at + 4] ?? 0);
  const index = codes[at + 2] ?? 0;
  if (index < 16) return named[index % 8] ?? "";
  if (index >= 232) return index < 244 ? "black" : "white";
  const level = (n: number) => (n === 0 ? 0 : 55 + 40 * n);
  const cube = index - 16;
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function nearest(red: number, green: number, blue: number): Named {
  const strongest = Math.max(red, green, blue);
  if (strongest < 64) return "black";
  const on = (channel: number) => (channel > strongest * 0.6 ? 1 : 0);
  return named[on(red) + 2 * on(green) + 4 * on(blue)] ?? "white";
}

const colours: Record<Named, string> = {
  black: "text-muted",
  red: "text-fail",
  green: "text-ok",
  yellow: "text-pause",
  blue: "text-code-key",
  magenta: "text-abort",
  cyan: "text-reuse",
  white: "text-fg",
};

function classesOf({ colour, bold, dim, italic, underline, inverse }: Style): string {
  const isNamed = (text: string): text is Named => text !== "";
  return [
    inverse ? "bg-inverse text-on-inverse" : isNamed(colour) ? colours[colour] : "",
    bold ? "font-semibold" : "",
    dim && !inverse && colour === "" ? "text-faint" : "",
    italic ? "italic" : "",
    underline ? "underline" : "",
  ]
    .filter((name) => name !== "")
    .join(" ");
}

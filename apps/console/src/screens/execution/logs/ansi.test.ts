import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAnsi, stripAnsi } from "./ansi.ts";

const esc = "\u001b";
const shown = (text: string) => parseAnsi(text).spans.map(({ text, classes }) => [text, classes]);

describe("colours and weights", () => {
  it.each([
    ["plain", [["plain", ""]]],
    [
      `${esc}[31mred${esc}[0m plain`,
      [
        ["red", "text-fail"],
        [" plain", ""],
      ],
    ],
    [`${esc}[91mbright red`, [["bright red", "text-fail"]]],
    [
      `${esc}[1mbold${esc}[22m not`,
      [
        ["bold", "font-semibold"],
        [" not", ""],
      ],
    ],
    [`${esc}[1;32mboth`, [["both", "text-ok font-semibold"]]],
    [`${esc}[2mdim`, [["dim", "text-faint"]]],
    [`${esc}[3;4mboth`, [["both", "italic underline"]]],
    [`${esc}[7minverse`, [["inverse", "bg-inverse text-on-inverse"]]],
    [`${esc}[mreset`, [["reset", ""]]],
    [
      `${esc}[33mno ${esc}[39mmore`,
      [
        ["no ", "text-pause"],
        ["more", ""],
      ],
    ],
    [`${esc}[38;5;196mcube red`, [["cube red", "text-fail"]]],
    [`${esc}[38;5;46mcube green`, [["cube green", "text-ok"]]],
    [`${esc}[38;5;240mgrey`, [["grey", "text-muted"]]],
    [`${esc}[38;2;255;200;0mgold`, [["gold", "text-pause"]]],
    [`${esc}[38:2:0:120:255mcolons`, [["colons", "text-code-key"]]],
    [`${esc}[48;5;196;1mground`, [["ground", "font-semibold"]]],
    [`${esc}[48;2;1;2;3;35mground`, [["ground", "text-abort"]]],
  ])("%j", (text, spans) => {
    expect(shown(text)).toEqual(spans);
  });
});

describe("everything else that a terminal would act on", () => {
  it.each([
    ["cursor moves", `a${esc}[2Kb${esc}[10;20Hc`, "abc"],
    ["titles", `${esc}]0;title\u0007text`, "text"],
    ["bells and backspaces", "a\u0007b\u0008c", "abc"],
    ["half an escape at the end", `text${esc}[3`, "text3"],
    ["a lone escape", `a${esc}`, "a"],
    ["private modes", `${esc}[?25lx${esc}[?25h`, "x"],
  ])("drops %s", (_, text, stripped) => {
    expect(stripAnsi(text)).toBe(stripped);
  });

  it("keeps tabs", () => {
    expect(stripAnsi("a\tb")).toBe("a\tb");
  });

  it("keeps links to http and https and shows others as text", () => {
    const link = (url: string) => parseAnsi(`${esc}]8;;${url}${esc}\\here${esc}]8;;${esc}\\ there`).spans;
    expect(link("https://example.org/a")[0]).toEqual({ text: "here", classes: "", href: "https://example.org/a" });
    expect(link("https://example.org/a")[1]).toEqual({ text: " there", classes: "" });
    expect(link("javascript:alert(1)")[0]).toEqual({ text: "here", classes: "" });
  });
});

it("keeps the last state of a progress bar and says how often it changed", () => {
  expect(parseAnsi("10%\r50%\r100%")).toEqual({ spans: [{ text: "100%", classes: "" }], updates: 2 });
  expect(parseAnsi("done\r").updates).toBe(0);
  expect(stripAnsi("done\r")).toBe("done");
});

it("never lets a control character through, whatever it is given", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(esc, "[", "]", "3", ";", "m", "\r", "\u0007", "x", "8") }),
      (text) => {
        expect(stripAnsi(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
      },
    ),
  );
});

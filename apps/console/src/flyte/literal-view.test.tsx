// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainValue } from "@skein/spec/plain-json";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, test } from "vitest";
import { copyText, LiteralMapView, LiteralView } from "./literal-view.tsx";

afterEach(cleanup);

function literal(type: string, value: PlainValue): Literal {
  const { type: parsed } = parseLiteralType(type);
  const { literal: made } = parsed ? toLiteral(value, parsed) : {};
  if (!made) throw new TypeError(`${String(value)} is no ${type}`);
  return made;
}

it.each([
  ["int", 9_007_199_254_740_993n, "9007199254740993"],
  ["float", Number.NaN, "NaN"],
  ["float", 3, "3.0"],
  ["bool", true, "true"],
  ["string", "a\nb", "a\nb"],
  ["string", "", "empty text"],
  ["none", null, "none"],
  ["duration", "36h", "36h"],
  ["list[int]", [], "[]"],
] as const)("%s %s is shown as %s", (type, value, text) => {
  const { container } = render(<LiteralView literal={literal(type, value)} />);
  expect(container.textContent).toBe(text);
});

test("a list opens and closes", () => {
  render(<LiteralView literal={literal("list[string]", ["eu", "us"])} />);
  expect(screen.getByText("eu")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "2 items" }));
  expect(screen.queryByText("eu")).toBeNull();
});

test("a long list shows its first members and then more", () => {
  const many = Array.from({ length: 120 }, (_, at) => BigInt(at));
  render(<LiteralView literal={literal("list[int]", many)} />);
  fireEvent.click(screen.getByRole("button", { name: "120 items" }));
  expect(screen.getAllByRole("listitem")).toHaveLength(51); // fifty and the button's own
  fireEvent.click(screen.getByRole("button", { name: "70 more" }));
  expect(screen.getAllByRole("listitem")).toHaveLength(120);
});

test("long text is folded until asked for", () => {
  render(<LiteralView literal={literal("string", "x".repeat(5000))} />);
  fireEvent.click(screen.getByRole("button", { name: "all 5,000 characters" }));
  expect(screen.getByText("x".repeat(5000))).toBeTruthy();
});

test("markup in a value stays text", () => {
  const { container } = render(<LiteralView literal={literal("string", "<img src=x onerror=alert(1)>")} />);
  expect(container.querySelector("img")).toBeNull();
});

test("a map of literals shows names, types and values; none says so", () => {
  const map = create(LiteralMapSchema, { literals: { rows: literal("int", 5n) } });
  const { rerender } = render(
    <LiteralMapView map={map} types={{ rows: parseLiteralType("int").type }} none="Nothing" />,
  );
  expect(screen.getByText("rows")).toBeTruthy();
  expect(screen.getByText("int")).toBeTruthy();
  rerender(<LiteralMapView map={undefined} none="Nothing was given" />);
  expect(screen.getByText("Nothing was given")).toBeTruthy();
});

test("text is copied as itself, the rest as exact JSON", () => {
  expect(copyText(literal("string", "a"))).toBe("a");
  expect(copyText(literal("list[int]", [9_007_199_254_740_993n]))).toBe("[\n  9007199254740993\n]");
});

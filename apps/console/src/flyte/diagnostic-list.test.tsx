// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { DiagnosticSchema, Diagnostic_Severity as Severity } from "@skein/spec/gen/skein/console/v1/console_pb";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, test, vi } from "vitest";
import { caretsUnder, DiagnosticList, placeOf } from "./diagnostic-list.tsx";

afterEach(cleanup);

it.each([
  ["  a: b", 3, 4, "  ^"],
  ["  a: bcd", 6, 9, "     ^^^"],
  ["\ta: b", 2, 3, "\t^"],
  ["a: b   ", 1, undefined, "^^^^"],
  ["short", 40, 42, "     ^"],
  ["", 1, 1, "^"],
])("carets under %j from %d to %s are %j", (line, col, end, carets) => {
  expect(caretsUnder(line, col, end)).toBe(carets);
});

const finding = (severity: Severity, message: string) =>
  create(DiagnosticSchema, {
    code: "SomeCode",
    severity,
    message,
    file: "w.yaml",
    range: { start: { line: 4, col: 3 }, end: { line: 4, col: 8 } },
    sourceLine: "  image: x",
    hints: ["Use `busybox:1.36`"],
    entity: "word_count",
  });

test("errors come first, each with its place, line and hints", () => {
  const onSelect = vi.fn();
  render(
    <DiagnosticList
      diagnostics={[finding(Severity.WARNING, "It may move"), finding(Severity.ERROR, "There is no `image`")]}
      onSelect={onSelect}
    />,
  );
  const [first] = screen.getAllByRole("article");
  expect(first?.textContent).toContain("There is no image");
  expect(first?.textContent).toContain("w.yaml:4:3");
  expect(first?.textContent).toContain("  image: x\n  ^^^^^");
  expect(first?.textContent).toContain("Use busybox:1.36");
  fireEvent.click(screen.getAllByRole("button", { name: "word_count" })[0] ?? document.body);
  expect(onSelect).toHaveBeenCalledOnce();
});

test("without a range the path stands for the place", () => {
  expect(placeOf(create(DiagnosticSchema, { file: "a.pb", path: "template.nodes" }))).toBe("a.pb template.nodes");
});

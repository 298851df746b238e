// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Clamped } from "./clamped.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("a text that fits has nothing to press", () => {
  render(<Clamped text="Counts words." />);
  expect(screen.queryByRole("button")).toBeNull();
});

test("a text that is cut can be opened and closed", () => {
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(96);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(48);
  render(<Clamped text={"long ".repeat(200)} />);
  const paragraph = screen.getByText(/^long/);
  expect(paragraph.className).toContain("line-clamp-3");
  fireEvent.click(screen.getByRole("button", { name: "more" }));
  expect(paragraph.className).not.toContain("line-clamp-3");
  fireEvent.click(screen.getByRole("button", { name: "less" }));
  expect(paragraph.className).toContain("line-clamp-3");
});

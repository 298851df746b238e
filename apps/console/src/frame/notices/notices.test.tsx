// @vitest-environment happy-dom
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { copyText } from "./copy-text.ts";
import { NoticeBell } from "./notice-bell.tsx";
import { clearNotices, type NewNotice, notify } from "./notices.ts";
import { Toasts } from "./toasts.tsx";

beforeEach(() => {
  vi.useFakeTimers();
  act(clearNotices);
  render(
    <>
      <NoticeBell />
      <main id="main" tabIndex={-1}>
        <button type="button">Elsewhere</button>
      </main>
      <Toasts />
    </>,
  );
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const say = (notice: NewNotice) => act(() => notify(notice));
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const status = () => screen.getByRole("status").textContent ?? "";
const bell = () => screen.getByRole("button", { name: /^Notices/ });
async function openDrawer(): Promise<HTMLElement> {
  vi.useRealTimers(); // its code comes on demand
  fireEvent.click(bell());
  return screen.findByRole("region", { name: "Notices" });
}

test("is there for six seconds, with an action for ten, and goes when it is dismissed", () => {
  say({ text: "Copied the link" });
  say({ text: "Archived f1", action: { text: "Undo", act: () => undefined } });
  pass(5999);
  expect(status()).toContain("Copied the link");
  pass(1);
  expect(status()).not.toContain("Copied the link");
  pass(3999);
  expect(status()).toContain("Archived f1");
  pass(1);
  expect(status()).toBe("");
  say({ text: "Another" });
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(status()).toBe("");
});

test("time stands still while one is pointed at or in focus", () => {
  say({ text: "Slow reader" });
  pass(5000);
  const toasts = screen.getByRole("status").parentElement as HTMLElement;
  fireEvent.pointerEnter(toasts);
  pass(60_000);
  expect(status()).toContain("Slow reader");
  fireEvent.pointerLeave(toasts);
  const button = screen.getByRole("button", { name: "Dismiss" });
  act(() => button.focus());
  pass(60_000);
  expect(status()).toContain("Slow reader");
  act(() => button.blur());
  pass(1000);
  expect(status()).toBe("");
  fireEvent.pointerEnter(toasts); // pointed at when the last one goes: the next one runs
  say({ text: "One" });
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  say({ text: "Two" });
  pass(6000);
  expect(status()).toBe("");
});

test("three at most are shown, the newest; the same words only once", () => {
  for (const text of ["1", "2", "3", "4"]) say({ text });
  expect(status()).toBe("234");
  say({ text: "3" });
  expect(status()).toBe("243");
});

test("a failure is an alert, and Esc is nobody's here", () => {
  say({ text: "It was not archived", tone: "failure" });
  expect(screen.getByRole("alert").textContent).toContain("It was not archived");
  expect(status()).toBe("");
  expect(fireEvent.keyDown(screen.getByRole("button", { name: "Dismiss" }), { key: "Escape" })).toBe(true);
  expect(screen.getByRole("alert")).toBeTruthy();
});

test("an action is done once, and the focus goes back to where it was", () => {
  const undo = vi.fn();
  const elsewhere = screen.getByRole("button", { name: "Elsewhere" });
  elsewhere.focus();
  say({ text: "Archived f1", action: { text: "Undo", act: undo } });
  const button = screen.getByRole("button", { name: "Undo" });
  act(() => button.focus());
  fireEvent.click(button);
  fireEvent.click(button);
  expect(undo).toHaveBeenCalledTimes(1);
  expect(document.activeElement).toBe(elsewhere);
});

test("the drawer keeps the last fifty, and what can be undone stays so while it is read", async () => {
  const undo = vi.fn();
  for (let n = 1; n <= 52; n += 1) say({ text: `Notice ${n}` });
  say({ text: "Archived f1", action: { text: "Undo", act: () => undefined } });
  pass(10_000);
  say({ text: "Archived f2", action: { text: "Undo", act: undo } });
  expect(bell().getAttribute("aria-label")).toBe("Notices, 50 new");
  const drawer = await openDrawer();
  const rows = within(drawer).getAllByRole("listitem");
  expect(rows).toHaveLength(50);
  expect(status()).toBe("");
  expect(rows[0]?.textContent).toContain("Archived f2");
  expect(rows[1]?.textContent).toContain("Undo: no longer");
  expect(bell().getAttribute("aria-label")).toBe("Notices");
  fireEvent.click(within(drawer).getByRole("button", { name: "Undo" }));
  expect(undo).toHaveBeenCalledTimes(1);
  expect(document.activeElement).toBe(drawer);
  fireEvent.click(within(drawer).getByRole("button", { name: "Clear" }));
  expect(drawer.textContent).toContain("Nothing yet");
  fireEvent.keyDown(drawer, { key: "Escape" });
  expect(screen.queryByRole("region", { name: "Notices" })).toBeNull();
  expect(document.activeElement).toBe(bell());
});

test("copying says what was copied, or that it was not", async () => {
  const ours = navigator;
  const writeText = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  await act(async () => copyText("f1", "the name"));
  expect(status()).toContain("Copied the name");
  writeText.mockRejectedValue(new Error("denied"));
  await act(async () => copyText("f1", "the name"));
  expect(screen.getByRole("alert").textContent).toContain("The browser did not let the name be copied");
  vi.stubGlobal("navigator", {}); // plain http from another machine
  await act(async () => copyText("f1", "the id"));
  expect(screen.getAllByRole("alert")[1]?.textContent).toContain("The browser did not let the id be copied");
  vi.stubGlobal("navigator", ours);
});

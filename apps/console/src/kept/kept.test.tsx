// @vitest-environment happy-dom

import { renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { type KeptPlace, notePlace, placePath, togglePin, usePins, useRecentPlaces } from "./kept.ts";

const place = (name: string, kind: KeptPlace["kind"] = "workflow"): KeptPlace => ({
  kind,
  project: "p",
  domain: "d",
  name,
});
const names = (list: () => readonly KeptPlace[]) => renderHook(list).result.current.map(({ name }) => name);

beforeEach(() => {
  localStorage.clear();
  dispatchEvent(new StorageEvent("storage", { key: null }));
});

test("what is pinned stays until it is pinned again", () => {
  togglePin(place("a"));
  togglePin(place("b"));
  expect(names(usePins)).toEqual(["b", "a"]);
  togglePin(place("b"));
  expect(names(usePins)).toEqual(["a"]);
  expect(JSON.parse(localStorage.getItem("skein.pins") ?? "")).toHaveLength(1);
});

test("the last eight places are remembered, each once", () => {
  for (let n = 0; n < 12; n += 1) notePlace(place(`w${n}`));
  notePlace(place("w10"));
  expect(names(useRecentPlaces)).toEqual(["w10", "w11", "w9", "w8", "w7", "w6", "w5", "w4"]);
});

test.each(["nonsense", "{}", '[{"kind":"rocket","name":"a"}, 7]'])("storage that holds %s counts as empty", (text) => {
  localStorage.setItem("skein.pins", text);
  dispatchEvent(new StorageEvent("storage", { key: "skein.pins" }));
  expect(names(usePins)).toEqual([]);
});

test("a place knows its address", () => {
  expect(placePath(place("a"))).toBe("/projects/p/domains/d/workflows/a");
  expect(placePath(place("x", "execution"))).toBe("/projects/p/domains/d/executions/x");
});

/** Whole files: what they say, lifted, is concise and says the same. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contentOf, liftText } from "../testdata/lifted.ts";

const folder = new URL("../../../../../examples/", import.meta.url);
const read = (name: string, place: URL) => [name, readFileSync(new URL(name, place), "utf8")] as const;
const texts = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => read(name, folder)),
  read("word-count.yaml", new URL("../testdata/", import.meta.url)),
];

test.each(texts)("%s lifts to a concise text that says the same", (_name, text) => {
  const { notes, entities, again } = liftText(text);
  expect(notes).toEqual([]);
  expect(again.diagnostics).toEqual([]);
  expect(again.files.map((each) => each.format)).toEqual(["concise"]);
  expect(contentOf(again.entities)).toEqual(contentOf(entities));
});

test.each(texts)("%s, lifted, lifts to the same text", (_name, text) => {
  const { text: lifted } = liftText(text);
  expect(liftText(lifted).text).toBe(lifted);
});

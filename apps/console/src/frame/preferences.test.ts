import { expect, it } from "vitest";
import { defaultPreferences, parsePreferences } from "./preferences.ts";

it.each([
  [null, {}],
  ["not json", {}],
  ["3", {}],
  ['{"theme":"dark","zone":"utc"}', { theme: "dark", zone: "utc" }],
  ['{"theme":"pink","rail":7,"shortcuts":false}', { shortcuts: false }],
])("stored preferences %j are read as the defaults with %j", (text, chosen) => {
  expect(parsePreferences(text)).toEqual({ ...defaultPreferences, ...chosen });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { containerNameOf, isOurs, labelsOf, reservationOf } from "./names.ts";

const key = { project: "p", domain: "d", execution: "x", node: "n0", attempt: 0 };
const nothing = { cpuMillis: 0, memoryBytes: 0 };

test("a container's name is the same every time, and one an engine takes", () => {
  expect(containerNameOf("home", key)).toBe(containerNameOf("home", { ...key }));
  expect(containerNameOf("home", key)).toMatch(/^skein-[0-9a-f]{26}$/);
});

test.each([
  ["home", { ...key, project: "q" }],
  ["home", { ...key, domain: "e" }],
  ["home", { ...key, execution: "y" }],
  ["home", { ...key, node: "n1" }],
  ["home", { ...key, attempt: 1 }],
  ["other", key],
  ["home", { ...key, project: 'p","d', domain: "" }],
])("home %s and key %j have another name and other labels", (home, other) => {
  expect(containerNameOf(home, other)).not.toBe(containerNameOf("home", key));
  expect(isOurs(labelsOf(home, other, nothing), "home", key)).toBe(false);
});

test("labels carry the whole key", () => {
  expect(labelsOf("home", key, { cpuMillis: 500, memoryBytes: 1024 })).toMatchObject({
    "skein.home": "home",
    "skein.execution": "p:d:x",
    "skein.node": "n0",
    "skein.attempt": "0",
  });
  expect(isOurs(labelsOf("home", key, nothing), "home", key)).toBe(true);
  expect(isOurs(undefined, "home", key)).toBe(false);
});

test("the reservation is read back from the labels", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (cpuMillis, memoryBytes) => {
      expect(reservationOf(labelsOf("home", key, { cpuMillis, memoryBytes }))).toEqual({ cpuMillis, memoryBytes });
    }),
  );
  expect(reservationOf({ "skein.cpu-millis": "many" })).toEqual(nothing);
  expect(reservationOf(undefined)).toEqual(nothing);
});

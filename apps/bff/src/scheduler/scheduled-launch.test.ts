import { expect, test } from "vitest";
import { scheduledName } from "./scheduled-launch.ts";

const nightly = { project: "flytesnacks", domain: "development", name: "nightly", version: "v1" };

/** The name by the book, for a hash told apart from ours: FNV-1 by repeated addition of shifts. */
function byShifts(text: string): string {
  const mask = (1n << 64n) - 1n;
  let hash = 14_695_981_039_346_656_037n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = (hash + (hash << 1n) + (hash << 4n) + (hash << 5n) + (hash << 7n) + (hash << 8n) + (hash << 40n)) & mask;
    hash ^= BigInt(byte);
  }
  const hex = hash.toString(16).padStart(16, "0");
  return `f${(hex.match(/../g) ?? []).reverse().join("")}000`;
}

test.each([0, 1_700_000_000_000, 1_700_000_000_999])(
  "§2.6 a tick at %i has a name that anybody can work out",
  (tick) => {
    const name = scheduledName(nightly, tick);
    expect(name).toBe(byShifts(`flytesnacks:development:nightly:v1:${Math.floor(tick / 1000)}`));
    expect(name).toMatch(/^f[0-9a-f]{19}$/);
  },
);

test("other ticks, versions and launch plans have other names", () => {
  const names = [
    scheduledName(nightly, 0),
    scheduledName(nightly, 60_000),
    scheduledName({ ...nightly, version: "v2" }, 0),
    scheduledName({ ...nightly, name: "hourly" }, 0),
  ];
  expect(new Set(names).size).toBe(names.length);
});

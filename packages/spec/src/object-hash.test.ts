import type { JsonValue } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { objectHash } from "./object-hash.ts";

const hex = (value: JsonValue) => Buffer.from(objectHash(value)).toString("hex");

// From https://github.com/benlaurie/objecthash common_json.test.
test.each<[JsonValue, string]>([
  [[], "acac86c0e609ca906f632b0e2dacccb2b77d22b0621f20ebece1a4835b93f6f0"],
  [["foo"], "268bc27d4974d9d576222e4cdbb8f7c6bd6791894098645a19eeca9c102d0964"],
  [["foo", "bar"], "32ae896c413cfdc79eec68be9139c86ded8b279238467c216cf2bec4d5f1e4a2"],
  [{}, "18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4"],
  [{ foo: "bar" }, "7ef5237c3027d6c58100afadf37796b3d351025cf28038280147d42fdc53b960"],
  [{ foo: ["bar", "baz"], qux: ["norf"] }, "f1a9389f27558538a064f3cc250f8686a0cebb85f1cab7f4d4dcc416ceda3c92"],
  [true, "7dc96f776c8423e57a2785489a3f9c43fb6e756876d6ad9a9cac4aa4e72ec193"],
  [false, "c02c0b965e023abee808f2b548d8d5193a8b5229be6f3121a6f16e2d41a449b3"],
  [
    ["foo", { bar: ["baz", null, 1, 1.5, 0.0001, 1000, 2, -23.1234, 2] }],
    "783a423b094307bcb28d005bc2f026ff44204442ef3513585e7e73b66e3c2213",
  ],
  [{ k2: "v2", k1: "v1", k3: "v3" }, "ddd65f1f7568269a30df7cafc26044537dc2f02a1a0d830da61762fc3e687057"],
])("%j", (value, expected) => {
  expect(hex(value)).toBe(expected);
});

test("every finite number has a hash, and no two have the same", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true }), (some, other) => {
      if (Number.isFinite(other)) expect(hex(some) === hex(other)).toBe(some === other);
    }),
  );
});

test("the order of members does not count, that of items does", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string(), { minKeys: 2 }), (members) => {
      expect(hex(Object.fromEntries(Object.entries(members).toReversed()))).toBe(hex(members));
    }),
  );
  expect(hex(["a", "b"])).not.toBe(hex(["b", "a"]));
});

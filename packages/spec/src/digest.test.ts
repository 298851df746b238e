import { clone, create, equals, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { canonicalBytes } from "./digest.ts";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { type LiteralMap, LiteralMapSchema, LiteralSchema } from "./gen/flyteidl/core/literals_pb.js";
import { TaskTemplateSchema } from "./gen/flyteidl/core/tasks_pb.js";

const integer = (value: bigint) =>
  create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value: { case: "integer", value } } } } },
  });

function literalMap(entries: readonly (readonly [string, bigint])[]): LiteralMap {
  return create(LiteralMapSchema, {
    literals: Object.fromEntries(entries.map(([key, value]) => [key, integer(value)])),
  });
}

describe("canonicalBytes", () => {
  test("the order in which a map was filled does not count", () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), {
      selector: ([key]) => key,
      maxLength: 12,
    });
    const shuffled = entries.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([some, others]) => {
        const bytes = canonicalBytes(LiteralMapSchema, literalMap(some));
        expect(bytes).toEqual(canonicalBytes(LiteralMapSchema, literalMap(others)));
        expect(equals(LiteralMapSchema, fromBinary(LiteralMapSchema, bytes), literalMap(some))).toBe(true);
      }),
    );
  });

  test("different contents give different bytes", () => {
    const pairs = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.bigInt({ min: -2n, max: 2n })), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(pairs, pairs, (some, others) => {
        const [left, right] = [literalMap(some), literalMap(others)];
        const isSame = equals(LiteralMapSchema, left, right);
        expect(same(canonicalBytes(LiteralMapSchema, left), canonicalBytes(LiteralMapSchema, right))).toBe(isSame);
      }),
    );
  });

  it("sorts the members of structs, at any depth", () => {
    const task = (custom: object) => create(TaskTemplateSchema, { custom: JSON.parse(JSON.stringify(custom)) });
    const some = task({ a: 1, b: { x: null, y: [{ p: 1, q: "2" }] } });
    const other = task({ b: { y: [{ q: "2", p: 1 }], x: null }, a: 1 });
    expect(canonicalBytes(TaskTemplateSchema, some)).toEqual(canonicalBytes(TaskTemplateSchema, other));
    expect(canonicalBytes(TaskTemplateSchema, some)).not.toEqual(canonicalBytes(TaskTemplateSchema, task({ a: 1 })));
  });

  it("leaves out defaults, keeps what is set to its default inside a oneof or an optional message", () => {
    expect(canonicalBytes(TaskSpecSchema, create(TaskSpecSchema)).length).toBe(0);
    expect(canonicalBytes(TaskSpecSchema, create(TaskSpecSchema, { template: {} })).length).toBe(2);
    expect(canonicalBytes(LiteralSchema, integer(0n))).not.toEqual(
      canonicalBytes(LiteralSchema, create(LiteralSchema)),
    );
  });

  it("is what protobuf writes, where there are no maps", () => {
    const template = create(TaskTemplateSchema, {
      type: "container",
      taskTypeVersion: 3,
      metadata: {
        discoverable: true,
        timeout: { seconds: 5n },
        interruptibleValue: { case: "interruptible", value: false },
      },
      target: {
        case: "container",
        value: { image: "busybox", command: ["sh", ""], resources: { limits: [{ name: 1, value: "1" }] } },
      },
    });
    expect(canonicalBytes(TaskTemplateSchema, template)).toEqual(toBinary(TaskTemplateSchema, template));
  });

  it("counts unknown fields, by number", () => {
    const plain = create(TaskSpecSchema, { template: { type: "t" } });
    const unknown = (...numbers: number[]) => {
      const message = clone(TaskSpecSchema, plain);
      message.$unknown = numbers.map((no) => ({ no, wireType: 0, data: Uint8Array.from([no % 100]) }));
      return canonicalBytes(TaskSpecSchema, message);
    };
    expect(unknown(500, 600)).toEqual(unknown(600, 500));
    expect(unknown(500)).not.toEqual(unknown(600));
    expect(unknown()).not.toEqual(unknown(600));
  });

  it("does not overflow on literals nested 512 deep", () => {
    let literal = integer(1n);
    for (let depth = 0; depth < 512; depth++) {
      literal = create(LiteralSchema, { value: { case: "collection", value: { literals: [literal] } } });
    }
    expect(canonicalBytes(LiteralSchema, literal).length).toBeGreaterThan(1024);
  });
});

function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

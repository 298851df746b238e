import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { fromLiteral } from "@skein/spec/literal";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolveReading } from "../run-loop/resolve-inputs.ts";
import { type Blobs, openBlobs } from "./blobs.ts";
import { loadOffloaded, readOffloaded } from "./offloaded.ts";

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-offloaded-"));
  blobs = await openBlobs(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const int = (n: bigint): Literal =>
  create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value: { case: "integer", value: n } } } } },
  });
const list = (...literals: Literal[]): Literal =>
  create(LiteralSchema, { value: { case: "collection", value: { literals } } });
const map = (literals: Record<string, Literal>): Literal =>
  create(LiteralSchema, { value: { case: "map", value: { literals } } });
const apart = (uri: string): Literal =>
  create(LiteralSchema, { value: { case: "offloadedMetadata", value: { uri, sizeBytes: 9n } } });
const store = (uri: string, literal: Literal) => blobs.write(uri, toBinary(LiteralSchema, literal));

describe("§3.5 values that were stored apart", () => {
  test("are seen whole, wherever they stand; the given map stays as it was", async () => {
    await store("s3://my-s3-bucket/big", list(int(1n), int(2n)));
    const given = create(LiteralMapSchema, {
      literals: {
        plain: int(7n),
        top: apart("s3://my-s3-bucket/big"),
        in: map({ list: list(apart("s3://my-s3-bucket/big"), int(3n)) }),
      },
    });
    const { literals } = await loadOffloaded(blobs, given);
    expect([literals.plain, literals.top, literals.in].map((each) => fromLiteral(each))).toEqual([
      7n,
      [1n, 2n],
      { list: [[1n, 2n], 3n] },
    ]);
    expect(given.literals.top?.value.case).toBe("offloadedMetadata");
  });

  test("one that is not there stays apart", async () => {
    const { literals } = await loadOffloaded(
      blobs,
      create(LiteralMapSchema, { literals: { x: apart("s3://my-s3-bucket/gone") } }),
    );
    expect(literals.x?.value.case).toBe("offloadedMetadata");
  });

  const reading = (path: (string | number)[], outputs: Record<string, Literal>) =>
    resolveReading(
      {
        kind: "resolveInputs",
        node: "n1",
        bindings: [
          {
            $typeName: "flyteidl.core.Binding",
            var: "x",
            binding: {
              $typeName: "flyteidl.core.BindingData",
              value: {
                case: "promise",
                value: {
                  $typeName: "flyteidl.core.OutputReference",
                  nodeId: "n0",
                  var: "o",
                  attrPath: path.map((step) => ({
                    $typeName: "flyteidl.core.PromiseAttribute",
                    value:
                      typeof step === "string"
                        ? { case: "stringValue", value: step }
                        : { case: "intValue", value: step },
                  })),
                },
              },
            },
          },
        ],
        sources: new Map(),
        aliases: new Map(),
        to: "s3://my-s3-bucket/inputs.pb",
        alsoTo: undefined,
        error: undefined,
        find: undefined,
      },
      new Map([["n0", create(LiteralMapSchema, { literals: outputs })]]),
      (uri) => readOffloaded(blobs, uri),
    );

  test("a path leads into one, and from it into another", async () => {
    await store("s3://my-s3-bucket/outer", map({ inner: apart("s3://my-s3-bucket/inner") }));
    await store("s3://my-s3-bucket/inner", list(int(1n), int(42n)));
    const resolved = await reading(["inner", 1], { o: apart("s3://my-s3-bucket/outer") });
    expect("literals" in resolved && fromLiteral(resolved.literals.x)).toBe(42n);
  });

  test("without a path it is passed on as it is", async () => {
    const resolved = await reading([], { o: apart("s3://my-s3-bucket/never-read") });
    expect("literals" in resolved && resolved.literals.x?.value.case).toBe("offloadedMetadata");
  });

  test.each(["s3://my-s3-bucket/gone", "gs://elsewhere/x"])(
    "%s, which cannot be had, is a binding that fails",
    async (uri) => {
      expect(await reading(["a"], { o: apart(uri) })).toMatchObject({
        code: "BindingResolutionFailure",
        message: expect.stringContaining(`The offloaded value ${uri} cannot be read`),
      });
    },
  );
});

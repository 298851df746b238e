import { create } from "@bufbuild/protobuf";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { expect, test } from "vitest";
import { createLog } from "../log.ts";
import { readableValues } from "./values.ts";

test("a value that is missing or cannot be read is left out, and the log says which", async () => {
  const lines: string[] = [];
  const map = create(LiteralMapSchema);
  const values = readableValues(
    {
      async read(uri) {
        if (uri === "s3://broken") throw new Error("EIO");
        return uri === "s3://here" ? map : undefined;
      },
      has: async () => true,
    },
    createLog("info", (line) => lines.push(line)),
  );
  expect(await values.read(null)).toBeUndefined();
  expect(await values.read("s3://gone")).toBeUndefined();
  expect(await values.read("s3://here")).toBe(map);
  expect(lines).toEqual([]);
  expect(await values.read("s3://broken")).toBeUndefined();
  expect(lines.join()).toMatch(/s3:\/\/broken/);
});

import { expect, test } from "vitest";
import type { NodeExecutionRow } from "../store/tables.ts";
import { deckKeyOf } from "./deck.ts";

const data = "s3://my-s3-bucket/metadata/f1/n0/data";

test.each([
  ["beside the outputs", { output_uri: `${data}/2/outputs.pb`, input_uri: null }, "metadata/f1/n0/data/2/deck.html"],
  ["of the newest attempt", { output_uri: null, input_uri: `${data}/inputs.pb` }, "metadata/f1/n0/data/1/deck.html"],
  ["of a node that is an execution", { output_uri: null, input_uri: "p:d:run" }, undefined],
  ["of a node that has not begun", { output_uri: null, input_uri: null }, undefined],
  ["in a bucket that is not ours", { output_uri: "s3://other/outputs.pb", input_uri: null }, undefined],
])("a deck %s", (_, row, key) => {
  expect(deckKeyOf({ attempt: 1, ...row } as NodeExecutionRow)).toBe(key); // what else a row has is not read
});

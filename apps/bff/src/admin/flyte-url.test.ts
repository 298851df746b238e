import { expect, test } from "vitest";
import { parseFlyteUrl } from "./flyte-url.ts";
import { InvalidRequest } from "./request-checks.ts";

const executionId = { project: "p", domain: "d", name: "f1" };

test.each([
  ["n0/i", "n0", undefined, "inputs", undefined],
  ["n0/o", "n0", undefined, "outputs", undefined],
  ["n0/d", "n0", undefined, "deck", undefined],
  ["n0/2/o", "n0", 2, "outputs", undefined],
  ["n0-0-n1/i/x_1", "n0-0-n1", undefined, "inputs", "x_1"],
  ["n0/0/o/o0", "n0", 0, "outputs", "o0"],
])("…/%s", (rest, nodeId, attempt, what, literal) => {
  expect(parseFlyteUrl(`flyte://v1/p/d/f1/${rest}`)).toMatchObject({ executionId, nodeId, attempt, what, literal });
});

test.each([
  "",
  "s3://my-s3-bucket/x",
  "flyte://v2/p/d/f1/n0/i",
  "flyte://v1/p/d/f1/i",
  "flyte://v1/p/d/f1/n0/x",
  "flyte://v1/p/d/f1/n0/d/x",
  "flyte://v1/p/d/f1/n0/0/d",
  "flyte://v1/p/d/../n0/i",
  "flyte://v1/p/d/f1/n0/i/a.b",
  "flyte://v1/p/d/f1/n0/i/",
])("%j is refused", (url) => {
  expect(() => parseFlyteUrl(url)).toThrow(InvalidRequest);
});

import { expect, test } from "vitest";
import { InvalidBlobUri, joinUri, parseBlobUri, toBlobPath, toBlobUri } from "./uri.ts";

test.each([
  [
    "s3://my-s3-bucket/metadata/propeller/p-d-x/n0/data/inputs.pb",
    "my-s3-bucket",
    "metadata/propeller/p-d-x/n0/data/inputs.pb",
  ],
  ["s3://bucket/prefix/", "bucket", "prefix"],
  ["s3://bucket", "bucket", ""],
  ["s3://bucket/", "bucket", ""],
  ["s3://bucket/ünï code/..a/b..", "bucket", "ünï code/..a/b.."],
])("%s is read", (uri, bucket, key) => {
  expect(parseBlobUri(uri)).toEqual({ bucket, key });
});

test.each([
  ["file:///etc/passwd"],
  ["gs://bucket/key"],
  ["s3://../etc/passwd"],
  ["s3://bucket/../../etc/passwd"],
  ["s3://bucket/a/./b"],
  ["s3://bucket/a//b"],
  ["s3://bucket//a"],
  ["s3://bucket/a\0b"],
  ["s3://UPPER/a"],
  ["s3://.unfinished/a"],
  ["s3://a..b/a"],
  ["s3:///a"],
  [`s3://bucket/${"x".repeat(256)}`],
  [`s3://bucket/${"x/".repeat(600)}y`],
  [""],
])("%j is refused", (uri) => {
  expect(() => parseBlobUri(uri)).toThrow(InvalidBlobUri);
});

test("a URI and its place below the root lead to each other", () => {
  const path = toBlobPath("/home/blobs", "s3://bucket/a/b");
  expect(path).toBe("/home/blobs/bucket/a/b");
  expect(toBlobUri("/home/blobs", path)).toBe("s3://bucket/a/b");
});

test("keys are joined whether the prefix ends in a slash or not", () => {
  expect(joinUri("s3://bucket/a/", "b", "c")).toBe("s3://bucket/a/b/c");
  expect(joinUri("s3://bucket/a", "b")).toBe("s3://bucket/a/b");
});

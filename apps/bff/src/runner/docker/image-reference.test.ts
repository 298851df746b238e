import { expect, test } from "vitest";
import { parseImageReference, toPullReference } from "./image-reference.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

test.each([
  ["busybox", "busybox:latest"],
  ["busybox:1.36", "busybox:1.36"],
  ["cr.flyte.org/flyteorg/flytekit:py3.12-1.16.0", "cr.flyte.org/flyteorg/flytekit:py3.12-1.16.0"],
  ["localhost:30000/my_image:v1", "localhost:30000/my_image:v1"],
  ["Registry.Example.com/a/b__c/d--e", "Registry.Example.com/a/b__c/d--e:latest"],
  ["[::1]:5000/a", "[::1]:5000/a:latest"],
  [`a@${DIGEST}`, `a@${DIGEST}`],
  [`a:tag@${DIGEST}`, `a@${DIGEST}`], // the digest decides
])("%s is pulled as %s", (text, pulled) => {
  const reference = parseImageReference(text);
  expect(reference && toPullReference(reference)).toBe(pulled);
});

test.each([
  [""],
  ["Busybox"],
  ["busybox:"],
  ["busybox:1:2"],
  [":tag"],
  ["a/b/"],
  ["a//b"],
  ["has space"],
  ["a_-b"],
  ["{{.image}}"],
  ["a@sha256:short"],
  [`a:${"t".repeat(129)}`],
  ["a\nb"],
  ["x".repeat(256)],
  ["a".repeat(64)], // an id of 64 hex digits is refused by engines, too
])("%j is no image name", (text) => {
  expect(parseImageReference(text)).toBeUndefined();
});

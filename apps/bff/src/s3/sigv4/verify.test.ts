/** The examples AWS publishes for S3 (sig-v4-header-based-auth, sigv4-query-string-auth), and what bends them. */
import { describe, expect, test } from "vitest";
import { parseTarget } from "../target.ts";
import { canonicalRequest, parseTime, type Signable } from "./canonical.ts";
import { readClaim } from "./claim.ts";
import { presign } from "./presign.ts";
import { verify } from "./verify.ts";

const accessKey = "AKIAIOSFODNN7EXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const at = parseTime("20130524T000000Z");
const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const credential = `${accessKey}/20130524/us-east-1/s3/aws4_request`;

function signable(method: string, url: string, headers: Record<string, string>): Signable {
  const { path, query } = parseTarget(url);
  return { method, path, query, headers: new Map(Object.entries(headers)) };
}

/** One of AWS's requests, with the signature they give for it. */
function example(method: string, url: string, signature: string, own: Record<string, string> = {}): Signable {
  const headers: Record<string, string> = {
    host: "examplebucket.s3.amazonaws.com",
    "x-amz-content-sha256": empty,
    "x-amz-date": "20130524T000000Z",
    ...own,
  };
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${Object.keys(headers).sort().join(";")},Signature=${signature}`;
  return signable(method, url, { ...headers, authorization });
}

/** Undefined, or the code of the refusal. */
function verdict(request: Signable, now = at): unknown {
  try {
    const claim = readClaim(request);
    if (!claim) return "unsigned";
    verify(request, claim, secret, now);
    return undefined;
  } catch (reason) {
    return reason instanceof Error && "code" in reason ? reason.code : reason;
  }
}

const getObject = example("GET", "/test.txt", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", {
  range: "bytes=0-9",
});
const presigned = (signature: string) =>
  signable(
    "GET",
    `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`,
    { host: "examplebucket.s3.amazonaws.com" },
  );
const presignedGet = presigned("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");

describe("AWS's own examples hold", () => {
  test.each([
    ["GET Object", getObject],
    [
      "PUT Object",
      example("PUT", "/test$file.text", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", {
        date: "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
        "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
      }),
    ],
    [
      "GET Bucket Lifecycle",
      example("GET", "/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    ],
    [
      "List Objects",
      example("GET", "/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
    ["a signed URL", presignedGet],
  ])("%s", (_, request) => {
    expect(verdict(request)).toBeUndefined();
  });

  test("whichever way the wire spells the path", () => {
    const signature = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd";
    const headers = {
      date: "Fri, 24 May 2013 00:00:00 GMT",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    };
    expect(verdict(example("PUT", "/%74est%24file.text", signature, headers))).toBeUndefined();
  });
});

describe("nothing else does", () => {
  const changed = (change: (headers: Map<string, string>) => void): Signable => {
    const headers = new Map(getObject.headers);
    change(headers);
    return { ...getObject, headers };
  };
  const authorization = getObject.headers.get("authorization") ?? "";
  const authorized = (text: string) => changed((headers) => headers.set("authorization", text));
  const minutes = 60_000;

  test.each([
    ["another method", { ...getObject, method: "DELETE" }, at, "SignatureDoesNotMatch"],
    ["another path", { ...getObject, path: "/test2.txt" }, at, "SignatureDoesNotMatch"],
    ["another query", { ...getObject, query: [["acl", ""] as const] }, at, "SignatureDoesNotMatch"],
    ["another range", changed((headers) => headers.set("range", "bytes=0-10")), at, "SignatureDoesNotMatch"],
    ["another payload", changed((headers) => headers.set("x-amz-content-sha256", secret)), at, "SignatureDoesNotMatch"],
    ["no payload", changed((headers) => headers.delete("x-amz-content-sha256")), at, "InvalidRequest"],
    ["a header that is not signed", changed((headers) => headers.set("x-amz-acl", "public")), at, "AccessDenied"],
    ["no host signed", authorized(authorization.replace("host;", "")), at, "AccessDenied"],
    ["no signature", authorized(authorization.replace(/Signature=.*/, "")), at, "SignatureDoesNotMatch"],
    ["half a signature", authorized(authorization.slice(0, -1)), at, "SignatureDoesNotMatch"],
    ["another day", authorized(authorization.replace("/20130524/", "/20130523/")), at, "AccessDenied"],
    ["another region", authorized(authorization.replace("us-east-1", "eu-west-1")), at, "SignatureDoesNotMatch"],
    ["another service", authorized(authorization.replace("/s3/", "/iam/")), at, "InvalidRequest"],
    ["the old algorithm", authorized("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg="), at, "InvalidRequest"],
    ["a token", authorized("Bearer abc"), at, "InvalidRequest"],
    ["a time that is none", changed((headers) => headers.set("x-amz-date", "20139999T000000Z")), at, "InvalidRequest"],
    ["a clock 16 minutes off", getObject, at + 16 * minutes, "RequestTimeTooSkewed"],
    ["a clock 16 minutes off the other way", getObject, at - 16 * minutes, "RequestTimeTooSkewed"],
    ["an expired URL", presignedGet, at + 86_400_000, "AccessDenied"],
    ["a URL of tomorrow", presignedGet, at - 16 * minutes, "AccessDenied"],
    ["a URL with another signature", presigned("0".repeat(64)), at, "SignatureDoesNotMatch"],
    [
      "a URL with further query",
      { ...presignedGet, query: [...presignedGet.query, ["x", ""] as const] },
      at,
      "SignatureDoesNotMatch",
    ],
    ["both ways at once", { ...presignedGet, headers: getObject.headers }, at, "InvalidRequest"],
    ["neither", signable("GET", "/", {}), at, "unsigned"],
  ])("%s", (_, request, now, expected) => {
    expect(verdict(request, now)).toBe(expected);
  });

  test("a clock a little off is nobody's fault, and a URL holds to its last moment", () => {
    expect(verdict(getObject, at + 14 * minutes)).toBeUndefined();
    expect(verdict(getObject, at - 14 * minutes)).toBeUndefined();
    expect(verdict(presignedGet, at + 86_400_000 - 1)).toBeUndefined();
  });

  test.each(["0", "-1", "1.5", "604801", "", "1e3"])("a URL that is to hold %s seconds", (seconds) => {
    const query = presignedGet.query.map(([name, value]) =>
      name === "X-Amz-Expires" ? ([name, seconds] as const) : ([name, value] as const),
    );
    expect(verdict({ ...presignedGet, query })).toBe(seconds === "1e3" ? "SignatureDoesNotMatch" : "InvalidArgument");
  });
});

test("a signed URL of ours is the one of AWS's example", () => {
  const url = presign({
    ...{ method: "GET", bucket: "a b", key: "k=/ü", accessKey, secret, now: at, expiresInSeconds: 60 },
    origin: "http://localhost:30002",
    query: [["response-content-type", "text/html; charset=utf-8"]],
  });
  expect(url).toContain("/a%20b/k%3D/%C3%BC?response-content-type=text%2Fhtml%3B%20charset%3Dutf-8&X-Amz-");
  expect(
    verdict(signable("GET", url.slice("http://localhost:30002".length), { host: "localhost:30002" })),
  ).toBeUndefined();
});

test("the canonical form sorts by encoded names, then values, and trims headers", () => {
  const request = signable("GET", "/a//b/./..?b=2&b=1&B=%2F&a%20=+", { host: "  h  1 " });
  expect(canonicalRequest(request, ["host"], "p")).toBe(
    ["GET", "/a//b/./..", "B=%2F&a%20=%2B&b=1&b=2", "host:h 1", "", "host", "p"].join("\n"),
  );
});

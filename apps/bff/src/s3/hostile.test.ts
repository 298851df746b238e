/** What a careless or hostile client sends: refused or survived, and nothing half done is left. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  algorithm,
  canonicalRequest,
  formatScope,
  formatTime,
  sha256,
  sign,
  signingKey,
  stringToSign,
} from "./sigv4/canonical.ts";
import { presign } from "./sigv4/presign.ts";
import { bucket as Bucket, type EndpointUnderTest, endpointUnderTest } from "./testing/endpoint.ts";

let endpoint: EndpointUnderTest;
beforeEach(async () => {
  endpoint = await endpointUnderTest();
});
afterEach(() => endpoint.close());

const people = { accessKey: "minio", secret: "miniostorage" };
const signed = (method: "GET" | "PUT", key: string, rest: Partial<Parameters<typeof presign>[0]> = {}) =>
  presign({
    ...{ method, bucket: Bucket, key, origin: endpoint.origin, now: Date.now(), expiresInSeconds: 60 },
    ...people,
    ...rest,
  });
const codeOf = ({ status, body }: { status: number; body: string }) =>
  `${status} ${/<Code>(.*?)<\/Code>/.exec(body)?.[1] ?? ""}`.trim();
const files = async () => [
  ...(await readdir(join(endpoint.root, ".unfinished"))),
  ...(existsSync(join(endpoint.root, Bucket)) ? await readdir(join(endpoint.root, Bucket)) : []),
];
const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("keys that are no keys", () => {
  test.each([
    ["../outside", "400 InvalidArgument"],
    ["a/../../outside", "400 InvalidArgument"],
    ["..", "400 InvalidArgument"],
    ["./a", "400 InvalidArgument"],
    ["a//b", "400 InvalidArgument"],
    ["/a", "400 InvalidArgument"],
    ["a\0b", "400 InvalidArgument"],
    ["x".repeat(256), "400 InvalidArgument"],
    [`${"x/".repeat(600)}y`, "400 InvalidArgument"],
  ])("%j", async (key, expected) => {
    expect(codeOf(await endpoint.send("PUT", signed("PUT", key), {}, "x"))).toBe(expected);
    expect(codeOf(await endpoint.send("GET", signed("GET", key)))).toBe(expected);
    expect(await files()).toEqual([]);
  });

  test.each([
    ["a path with a hole", `/${Bucket}/%zz`, "400 InvalidURI"],
    ["half a character", `/${Bucket}/%C3`, "400 InvalidURI"],
    ["a whole URL", `http://x/${Bucket}`, "400 InvalidURI"],
    ["a URL without end", `/${Bucket}/${"x".repeat(13_000)}`, "400 InvalidURI"],
  ])("%s", async (_, path, expected) => {
    const raw = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const socket = connect(endpoint.port.number, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.write(raw);
    await once(socket, "close");
    expect(`${/HTTP\/1.1 (\d+)/.exec(text)?.[1]} ${/<Code>(.*?)<\/Code>/.exec(text)?.[1]}`).toBe(expected);
  });
});

describe("who may not", () => {
  beforeEach(() => endpoint.client().send(new PutObjectCommand({ Bucket, Key: "k", Body: "bytes" })));

  test.each([
    ["nobody", () => endpoint.send("GET", `/${Bucket}/k`), "403 AccessDenied"],
    [
      "a wrong secret",
      () => endpoint.send("GET", signed("GET", "k", { secret: "guess" })),
      "403 SignatureDoesNotMatch",
    ],
    ["a wrong key", () => endpoint.send("GET", signed("GET", "k", { accessKey: "x" })), "403 InvalidAccessKeyId"],
    ["a GET used to PUT", () => endpoint.send("PUT", signed("GET", "k"), {}, "x"), "403 SignatureDoesNotMatch"],
    ["an old URL", () => endpoint.send("GET", signed("GET", "k", { now: Date.now() - 61_000 })), "403 AccessDenied"],
    [
      "a page of another site",
      () => endpoint.send("GET", signed("GET", "k"), { origin: "http://evil.example" }),
      "403 AccessDenied",
    ],
    [
      "a name that is not ours",
      () => endpoint.send("GET", signed("GET", "k", { origin: "http://evil.example" }), { host: "evil.example" }),
      "403 AccessDenied",
    ],
    [
      "a part of S3 we lack",
      () => endpoint.send("GET", signed("GET", "k", { query: [["acl", ""]] })),
      "501 NotImplemented",
    ],
    ["another bucket", () => endpoint.send("GET", signed("GET", "k", { bucket: "other" })), "404 NoSuchBucket"],
    ["a missing object", () => endpoint.send("GET", signed("GET", "none")), "404 NoSuchKey"],
  ])("%s", async (_, call, expected) => {
    expect(codeOf(await call())).toBe(expected);
  });

  test("a HEAD is refused without a body", async () => {
    const head = new HeadObjectCommand({ Bucket, Key: "none" });
    await expect(endpoint.client().send(head)).rejects.toMatchObject({ name: "NotFound" });
  });

  test("the SDK's own signed URL holds until it expires", async () => {
    const url = await getSignedUrl(endpoint.client(), new GetObjectCommand({ Bucket, Key: "k" }), { expiresIn: 60 });
    expect(await endpoint.send("GET", url)).toMatchObject({ status: 200, body: "bytes" });
    endpoint.clock.skewMs = 61_000;
    expect(codeOf(await endpoint.send("GET", url))).toBe("403 AccessDenied");
  });

  test("our own link may be read by a page, which runs as nobody", async () => {
    const link = { hostname: "127.0.0.1", key: "k", expiresInSeconds: 60, contentType: "text/html" };
    const found = await endpoint.send("GET", endpoint.links.download(link), { origin: "http://console.example" });
    expect(found).toMatchObject({ status: 200, body: "bytes" });
    expect(found.headers).toMatchObject({
      "content-type": "text/html",
      "access-control-allow-origin": "*",
      "content-security-policy": "sandbox allow-scripts",
      "x-content-type-options": "nosniff",
    });
    const preflight = await endpoint.send("OPTIONS", `/${Bucket}/k`, { origin: "http://console.example" });
    expect(preflight.headers["access-control-allow-methods"]).toBe("GET, HEAD");
  });

  test("a task reads all, writes its own, and ends with its execution", async () => {
    const output = `s3://${Bucket}/out/x`;
    const paths = { outputPrefix: output, rawOutputPrefix: `s3://${Bucket}/raw/x`, inputPrefix: "", taskName: "" };
    const execution = { project: "p", domain: "d", execution: "f1" };
    const keys = endpoint.credentials.ofAttempt(execution, { ...paths, previousCheckpoint: undefined });
    const task = endpoint.client(keys);
    const put = (Key: string) => task.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    await task.send(new GetObjectCommand({ Bucket, Key: "k" }));
    await task.send(new ListObjectsV2Command({ Bucket }));
    await put("out/x/outputs.pb");
    await expect(put("out/y/outputs.pb")).rejects.toMatchObject({ name: "AccessDenied" });
    endpoint.ended.add("f1");
    await expect(put("out/x/late")).rejects.toMatchObject({ name: "AccessDenied" });
    const forged = endpoint.client({ ...keys, secret: "guess" });
    endpoint.ended.clear();
    await expect(forged.send(new GetObjectCommand({ Bucket, Key: "k" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
  });
});

describe("payloads that are not what they say", () => {
  const md5 = (text: string) => createHash("md5").update(text).digest("base64");
  const link = (md5Of: string | undefined) =>
    endpoint.links.upload({
      ...{ hostname: "127.0.0.1", key: "up/load", expiresInSeconds: 60 },
      md5: md5Of === undefined ? undefined : Buffer.from(md5(md5Of), "base64"),
    });

  test.each([
    ["as announced", link, "one", {}, "200"],
    ["without any word of it", () => link(undefined), "one", {}, "200"],
    ["with its MD5 as a header", () => link("one"), "one", { "content-md5": md5("one") }, "200"],
    ["with the MD5 of another", () => link(undefined), "two", { "content-md5": md5("one") }, "400 BadDigest"],
    ["other than the URL is for", () => link("one"), "two", { "content-md5": md5("two") }, "400 BadDigest"],
    ["with an MD5 that is none", () => link(undefined), "one", { "content-md5": "abc" }, "400 InvalidDigest"],
    ["in chunks without an end to expect", () => link("one"), "one", { "transfer-encoding": "chunked" }, "200"],
  ])("%s", async (_, url, body, headers, expected) => {
    expect(codeOf(await endpoint.send("PUT", url("one"), headers, body))).toBe(expected);
    expect(await files()).toEqual(expected === "200" ? ["up"] : []);
  });

  test("other bytes than the signed digest is of are refused", async () => {
    const time = formatTime(Date.now());
    const scope = { day: time.slice(0, 8), region: "us-east-1" };
    const headers = { host: "127.0.0.1", "x-amz-content-sha256": sha256("bytes"), "x-amz-date": time };
    const names = Object.keys(headers);
    const request = { method: "PUT", path: `/${Bucket}/k`, query: [], headers: new Map(Object.entries(headers)) };
    const text = stringToSign(time, scope, canonicalRequest(request, names, sha256("bytes")));
    const signature = sign(signingKey(people.secret, scope), text);
    const authorization = `${algorithm} Credential=minio/${formatScope(scope)}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
    const put = (body: string) => endpoint.send("PUT", `/${Bucket}/k`, { ...headers, authorization }, body);
    expect(codeOf(await put("other"))).toBe("400 XAmzContentSHA256Mismatch");
    expect(await files()).toEqual([]);
    expect(codeOf(await put("bytes"))).toBe("200");
  });
});

/** A PUT of which only the beginning is sent. */
async function begin(key: string, announced: number, sent: Buffer | string, headers = ""): Promise<Socket> {
  const url = new URL(signed("PUT", key));
  const socket = connect(endpoint.port.number, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: ${announced}\r\n${headers}\r\n`,
  );
  socket.write(sent);
  return socket;
}

describe("uploads that break", () => {
  test.each([
    ["small", 100, 10],
    ["large", 50_000_000, 9_000_000],
  ])("a %s one cut off leaves nothing, and what was there stays", async (_, announced, sent) => {
    await endpoint.client().send(new PutObjectCommand({ Bucket, Key: "k", Body: "before" }));
    const socket = await begin("k", announced, Buffer.alloc(sent));
    if (announced > 1e6) await until(async () => (await files()).length > 1);
    socket.destroy();
    await until(async () => (await files()).length === 1);
    expect(await endpoint.send("GET", signed("GET", "k"))).toMatchObject({ status: 200, body: "before" });
    expect(endpoint.logged).toEqual([]);
  });

  test("of two at once the one that is complete last stays, whole", async () => {
    const size = 8_000_000;
    const slow = await begin("k", size, Buffer.alloc(size / 2, "s"));
    await endpoint.client().send(new PutObjectCommand({ Bucket, Key: "k", Body: Buffer.alloc(size, "f") }));
    expect((await endpoint.send("GET", signed("GET", "k"))).body).toBe("f".repeat(size));
    slow.write(Buffer.alloc(size / 2, "s"));
    await once(slow, "data");
    slow.destroy();
    expect((await endpoint.send("GET", signed("GET", "k"))).body).toBe("s".repeat(size));
    expect(await files()).toEqual(["k"]);
  });

  test("who waits to be asked is not asked for what is refused", async () => {
    const socket = await begin("a//x", 1e9, "", "Expect: 100-continue\r\n");
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    await once(socket, "close");
    expect(text).toContain("HTTP/1.1 400");
    expect(text).not.toContain("100 Continue");
  });

  test("who waits to be asked is asked", async () => {
    const socket = await begin("k", 5, "", "Expect: 100-continue\r\n");
    const [asked] = await once(socket, "data");
    expect(String(asked)).toContain("100 Continue");
    socket.write("bytes");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toContain("HTTP/1.1 200");
    socket.destroy();
  });
});

test("a thousand silent connections and a reader that never reads hinder nobody", async () => {
  await endpoint.client().send(new PutObjectCommand({ Bucket, Key: "k", Body: Buffer.alloc(20_000_000) }));
  const url = new URL(signed("GET", "k"));
  const stuck = connect(endpoint.port.number, "127.0.0.1");
  stuck.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
  stuck.pause();
  const silent = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const socket = connect(endpoint.port.number, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    }),
  );
  expect((await endpoint.send("GET", signed("GET", "none"))).status).toBe(404);
  for (const socket of [stuck, ...silent]) socket.destroy();
  expect((await endpoint.send("GET", signed("GET", "none"))).status).toBe(404);
  expect(endpoint.logged).toEqual([]);
});

/** The operations as the AWS SDK for JavaScript makes and reads them. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Crc64Nvme } from "./body/crc64-nvme.ts";
import { bucket as Bucket, type EndpointUnderTest, endpointUnderTest } from "./testing/endpoint.ts";

let endpoint: EndpointUnderTest;
let s3: S3Client;
beforeEach(async () => {
  endpoint = await endpointUnderTest();
  s3 = endpoint.client();
});
afterEach(() => endpoint.close());

const md5 = (bytes: string | Buffer) => createHash("md5").update(bytes).digest("hex");
const put = (Key: string, Body: string | Buffer | Readable, rest = {}) =>
  // The SDK warns of an empty text, but not of no bytes.
  s3.send(new PutObjectCommand({ Bucket, Key, Body: Body === "" ? Buffer.alloc(0) : Body, ...rest }));
const get = async (Key: string, rest = {}) => {
  const found = await s3.send(new GetObjectCommand({ Bucket, Key, ...rest }));
  return { ...found, text: (await found.Body?.transformToString()) ?? "" };
};
/** `<status> <code>` of a call that is refused. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (reason: { name: string; $metadata?: { httpStatusCode?: number } }) =>
      `${reason.$metadata?.httpStatusCode} ${reason.name}`,
  );
const unfinished = () => readdir(join(endpoint.root, ".unfinished"));

describe("objects", () => {
  test.each([
    ["plain", "a/b.txt", "some bytes"],
    ["empty", "empty", ""],
    ["with signs in its key", "a b/+c=d&e%f$g,h:;@'()*!~?#[]/ünï 😀", "x"],
    ["padded as upload roots are", "flytesnacks/development/ABC234====/f.tar.gz", "x"],
    ["with dots in its key", "..a/b../.c", "x"],
    ["larger than one write", "large", Buffer.alloc(9_000_000, "abcdefghi")],
  ])("%s: what was put is got, headed and listed", async (_, Key, Body) => {
    const stored = await put(Key, Body, { ContentType: "text/x", ContentEncoding: "gzip", Metadata: { who: "me" } });
    expect(stored.ETag).toBe(`"${md5(Body)}"`);
    const found = await get(Key);
    expect(md5(found.text)).toBe(md5(Body));
    for (const answer of [found, await s3.send(new HeadObjectCommand({ Bucket, Key }))])
      expect(answer).toMatchObject({
        ETag: `"${md5(Body)}"`,
        ContentLength: Body.length,
        ContentType: "text/x",
        ContentEncoding: "gzip",
        Metadata: { who: "me" },
        AcceptRanges: "bytes",
      });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents).toMatchObject([{ Key, Size: Body.length, ETag: `"${md5(Body)}"` }]);
    expect(await unfinished()).toEqual([]);
  });

  test("a stream comes in chunks with a checksum behind them", async () => {
    const pieces = Array.from({ length: 50 }, (_, n) => Buffer.alloc(40_000, n));
    const whole = Buffer.concat(pieces);
    await put("streamed", Readable.from(pieces), { ContentLength: whole.length });
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
    expect(md5(Buffer.from((await found.Body?.transformToByteArray()) ?? []))).toBe(md5(whole));
    expect(found.ContentEncoding).toBeUndefined();
  });

  test.each(["CRC32", "SHA1", "SHA256", "CRC32C", "CRC64NVME"] as const)(
    "is taken with a checksum %s",
    async (name) => {
      await put("checked", "bytes", { ChecksumAlgorithm: name });
      expect((await get("checked")).text).toBe("bytes");
    },
  );

  test.each([
    ["ChecksumCRC32", 4],
    ["ChecksumCRC32C", 4],
    ["ChecksumCRC64NVME", 8],
    ["ChecksumSHA1", 20],
    ["ChecksumSHA256", 32],
  ])("is refused with a wrong %s, and leaves nothing", async (name, size) => {
    const wrong = Buffer.alloc(size, 1).toString("base64");
    expect(await refusal(put("checked", "bytes", { [name]: wrong }))).toBe("400 BadDigest");
    expect(await refusal(put("checked", "bytes", { [name]: "AAAA" }))).toMatch(/^400 (InvalidDigest|BadDigest)$/);
    expect(await refusal(get("checked"))).toBe("404 NoSuchKey");
  });

  test.each(["CRC32C", "CRC64NVME"] as const)("a stream is checked by the %s behind it", async (name) => {
    const pieces = Array.from({ length: 20 }, (_, n) => Buffer.alloc(10_001, n));
    await put("streamed", Readable.from(pieces), { ContentLength: 200_020, ChecksumAlgorithm: name });
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "streamed" }))).ContentLength).toBe(200_020);
  });

  test("what the engine wrote is read like the rest, with an ETag that holds while it does", async () => {
    await endpoint.objects.blobs.write(`s3://${Bucket}/engine/outputs.pb`, Buffer.from("one"));
    const first = await get("engine/outputs.pb");
    expect(first).toMatchObject({ text: "one", ContentType: "binary/octet-stream" });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.[0]?.ETag).toBe(first.ETag);
    expect((await get("engine/outputs.pb", { IfMatch: first.ETag })).text).toBe("one");
    await endpoint.objects.blobs.write(`s3://${Bucket}/engine/outputs.pb`, Buffer.from("two"));
    expect((await get("engine/outputs.pb")).ETag).not.toBe(first.ETag);
  });

  test("the engine's file over an uploaded one does not keep its ETag and headers", async () => {
    await put("k", "old", { ContentType: "text/html" });
    await endpoint.objects.blobs.write(`s3://${Bucket}/k`, Buffer.from("new"));
    expect(await get("k")).toMatchObject({ text: "new", ContentType: "binary/octet-stream" });
  });

  test.each([
    ["bytes=0-2", "012", "bytes 0-2/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=8-100", "89", "bytes 8-9/10"],
  ])("the range %s", async (Range, text, ContentRange) => {
    await put("digits", "0123456789");
    expect(await get("digits", { Range })).toMatchObject({ text, ContentRange, ContentLength: text.length });
  });

  test("what is deleted is gone, and so is its place: a key may take it", async () => {
    await put("a/b/c", "x");
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a/b/c" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a/b/c" }));
    expect(await refusal(get("a/b/c"))).toBe("404 NoSuchKey");
    await put("a", "an object now");
    expect(await refusal(put("a/b", "x"))).toBe("409 KeyInUse");
  });

  test("many are deleted at once, each with an answer of its own", async () => {
    for (const key of ["d/1", "d/<&>2", "kept"]) await put(key, "x");
    const Objects = ["d/1", "d/<&>2", "never/was", "../x"].map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(["d/1", "d/<&>2", "never/was"]);
    expect(Errors).toMatchObject([{ Key: "../x", Code: "InvalidArgument" }]);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(["kept"]);
  });

  test("a copy keeps its headers, or gets new ones", async () => {
    await put("from/ä b", "bytes", { ContentType: "text/x" });
    const CopySource = encodeURI(`${Bucket}/from/ä b`);
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource }));
    expect(copied.CopyObjectResult?.ETag).toBe(`"${md5("bytes")}"`);
    expect(await get("to")).toMatchObject({ text: "bytes", ContentType: "text/x" });
    const changes = { MetadataDirective: "REPLACE", ContentType: "text/y" } as const;
    await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/to`, ...changes }));
    expect(await get("to")).toMatchObject({ text: "bytes", ContentType: "text/y" });
    const missing = new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/none` });
    expect(await refusal(s3.send(missing))).toBe("404 NoSuchKey");
  });

  test.each([
    [{ CopySourceIfMatch: `"${md5("bytes")}"` }, "done"],
    [{ CopySourceIfMatch: '"other"' }, "412 PreconditionFailed"],
    [{ CopySourceIfNoneMatch: `"${md5("bytes")}"` }, "412 PreconditionFailed"],
  ])("a copy on condition: %j", async (condition, expected) => {
    await put("from", "bytes");
    const copy = new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/from`, ...condition });
    expect(await refusal(s3.send(copy))).toBe(expected);
  });

  test("a marker of a directory is taken, and nothing is there", async () => {
    await put("folder/", "");
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: "folder/" })))).toBe("404 NotFound");
    expect(await refusal(put("folder/", "bytes"))).toBe("400 InvalidArgument");
    await put("folder", "an object");
    expect(await refusal(get("folder/"))).toBe("404 NoSuchKey");
  });
});

describe("conditions", () => {
  beforeEach(() => put("k", "one"));
  const etag = `"${md5("one")}"`;
  test.each([
    ["If-Match holds", () => get("k", { IfMatch: etag }), "done"],
    ["If-Match fails", () => get("k", { IfMatch: '"other"' }), "412 PreconditionFailed"],
    ["If-None-Match", () => get("k", { IfNoneMatch: etag }), "304 304"],
    ["If-Modified-Since", () => get("k", { IfModifiedSince: new Date(Date.now() + 5000) }), "304 304"],
    ["a put where something is", () => put("k", "two", { IfNoneMatch: "*" }), "412 PreconditionFailed"],
    ["a put where nothing is", () => put("new", "two", { IfNoneMatch: "*" }), "done"],
    ["a put over the known one", () => put("k", "two", { IfMatch: etag }), "done"],
    ["a put over another one", () => put("k", "two", { IfMatch: '"other"' }), "412 PreconditionFailed"],
    ["a put over none", () => put("none", "two", { IfMatch: etag }), "404 NoSuchKey"],
    ["a range behind the end", () => get("k", { Range: "bytes=3-" }), "416 InvalidRange"],
  ])("%s", async (_, call, expected) => {
    expect((await refusal(call())).replace(/ (Unknown|NotModified).*/, " 304")).toBe(expected);
    expect(await unfinished()).toEqual([]);
  });

  test("of many that may only create, one does", async () => {
    const calls = Array.from({ length: 8 }, (_, n) => refusal(put("race", `by ${n}`, { IfNoneMatch: "*" })));
    const ends = await Promise.all(calls);
    expect(ends.filter((end) => end === "done")).toHaveLength(1);
    expect((await get("race")).text).toBe(`by ${ends.indexOf("done")}`);
  });
});

describe("in parts", () => {
  const begin = async (Key: string) => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "text/x" }));
    return { Bucket, Key, UploadId };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const send = async (upload: Begun, PartNumber: number, Body: string) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (upload: Begun, Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));

  test("parts in any order make one object, the last of a number counts, and asking again answers the same", async () => {
    const upload = await begin("parts/whole");
    const second = await send(upload, 2, "world");
    await send(upload, 1, "wrong");
    const first = await send(upload, 1, "hello ");
    expect(await refusal(get("parts/whole"))).toBe("404 NoSuchKey");
    const md5s = Buffer.from(md5("hello ") + md5("world"), "hex");
    for (const _ of ["once", "again"]) expect((await complete(upload, [first, second])).ETag).toBe(`"${md5(md5s)}-2"`);
    expect(await get("parts/whole")).toMatchObject({ text: "hello world", ContentType: "text/x" });
    expect(await readdir(join(endpoint.root, ".uploads"))).toEqual([]);
  });

  test("a part may be copied from an object", async () => {
    await put("source", "0123456789");
    const upload = await begin("k");
    const range = { CopySource: `${Bucket}/source`, CopySourceRange: "bytes=2-4" };
    const copied = await s3.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, ...range }));
    await complete(upload, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);
    expect((await get("k")).text).toBe("234");
  });

  test("what does not fit is refused, and the upload stays as it was", async () => {
    const upload = await begin("k");
    const [one, two] = [await send(upload, 1, "1"), await send(upload, 2, "2")];
    expect(await refusal(complete(upload, [two, one]))).toBe("400 InvalidPartOrder");
    expect(await refusal(complete(upload, [{ PartNumber: 3, ETag: one.ETag }]))).toBe("400 InvalidPart");
    expect(await refusal(complete(upload, [{ PartNumber: 1, ETag: '"../../x"' }]))).toBe("400 InvalidPart");
    expect(await refusal(complete(upload, []))).toBe("400 MalformedXML");
    expect(await refusal(complete({ ...upload, Key: "other" }, [one]))).toBe("404 NoSuchUpload");
    expect(await refusal(complete({ ...upload, UploadId: "../x" }, [one]))).toBe("404 NoSuchUpload");
    await complete(upload, [one, two]);
    expect((await get("k")).text).toBe("12");
  });

  const checksum = (bytes: string) => {
    const crc = new Crc64Nvme();
    crc.update(Buffer.from(bytes));
    return crc.finish().toString("base64");
  };

  test("is checked as a whole where the client says what it is, and its parts' own checksum is believed", async () => {
    const upload = await begin("k");
    const parts = [await send(upload, 1, "1"), await send(upload, 2, "2")];
    const finish = (ChecksumCRC64NVME: string) =>
      s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts }, ChecksumCRC64NVME }));
    expect(await refusal(finish(checksum("13")))).toBe("400 BadDigest");
    expect(await refusal(get("k"))).toBe("404 NoSuchKey");
    await finish(checksum("12"));
    expect((await get("k")).text).toBe("12");

    const other = await begin("other");
    const [one] = [await send(other, 1, "1")];
    const MultipartUpload = { Parts: [one] };
    const ofParts = { ChecksumSHA256: `${Buffer.alloc(32).toString("base64")}-1` };
    await s3.send(new CompleteMultipartUploadCommand({ ...other, MultipartUpload, ...ofParts }));
    expect((await get("other")).text).toBe("1");
  });

  test("says page by page which parts have come, each as it came last", async () => {
    const upload = await begin("a b/k");
    await send(upload, 1, "old");
    const sent = [await send(upload, 1, "1"), await send(upload, 3, "333"), await send(upload, 10_000, "x")];
    const first = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(first).toMatchObject({ Key: "a b/k", IsTruncated: true, NextPartNumberMarker: "3", MaxParts: 2 });
    const rest = await s3.send(new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }));
    expect(rest.IsTruncated).toBe(false);
    const listed = [...(first.Parts ?? []), ...(rest.Parts ?? [])];
    expect(listed.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))).toEqual(sent);
    expect(listed.map(({ Size }) => Size)).toEqual([1, 3, 1]);
    expect(await refusal(s3.send(new ListPartsCommand({ ...upload, Key: "k" })))).toBe("404 NoSuchUpload");
  });

  test("is listed while it is under way", async () => {
    const uploads = [await begin("b/1"), await begin("a"), await begin("b/2"), await begin("b/1"), await begin("c")];
    const list = (rest = {}) => s3.send(new ListMultipartUploadsCommand({ Bucket, ...rest }));
    const keys = async (rest = {}) => (await list(rest)).Uploads?.map(({ Key }) => Key) ?? [];
    expect(await keys()).toEqual(["a", "b/1", "b/1", "b/2", "c"]);
    expect(await keys({ Prefix: "b/" })).toEqual(["b/1", "b/1", "b/2"]);
    const folded = await list({ Delimiter: "/" });
    expect(folded.CommonPrefixes).toEqual([{ Prefix: "b/" }]);
    expect(folded.Uploads?.map(({ Key }) => Key)).toEqual(["a", "c"]);
    for (const Delimiter of [undefined, "/"]) {
      const paged: unknown[] = [];
      let page = await list({ MaxUploads: 1, Delimiter });
      for (;;) {
        paged.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId), ...(page.CommonPrefixes ?? []));
        if (!page.IsTruncated) break;
        const markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
        page = await list({ MaxUploads: 1, Delimiter, ...markers });
      }
      expect(paged).toHaveLength(Delimiter === undefined ? uploads.length : 3);
      expect(new Set(paged).size).toBe(paged.length);
    }
    for (const upload of uploads) await s3.send(new AbortMultipartUploadCommand(upload));
    expect(await keys()).toEqual([]);
  });

  test("what is given up leaves nothing", async () => {
    const upload = await begin("k");
    const one = await send(upload, 1, "1");
    await s3.send(new AbortMultipartUploadCommand(upload));
    expect(await refusal(complete(upload, [one]))).toBe("404 NoSuchUpload");
    expect(await refusal(send(upload, 2, "2"))).toBe("404 NoSuchUpload");
    expect(await readdir(join(endpoint.root, ".uploads"))).toEqual([]);
  });
});

describe("lists", () => {
  const keys = ["a", "a.txt", "a-b/x", "b/1", "b/2/y", "b/2/z", "b0", "ä", "😀/k", "\uffee"];
  beforeEach(async () => {
    for (const key of keys.filter((each) => each !== "a")) await put(key, key);
  });
  const list = (rest = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...rest }));
  const inOrder = ["a-b/x", "a.txt", "b/1", "b/2/y", "b/2/z", "b0", "ä", "\uffee", "😀/k"];

  test.each([
    ["all, by their bytes", {}, inOrder, []],
    ["a prefix that is half a name", { Prefix: "b" }, ["b/1", "b/2/y", "b/2/z", "b0"], []],
    ["a prefix that is a directory", { Prefix: "b/" }, ["b/1", "b/2/y", "b/2/z"], []],
    ["folded", { Delimiter: "/" }, ["a.txt", "b0", "ä", "\uffee"], ["a-b/", "b/", "😀/"]],
    ["folded below a prefix", { Delimiter: "/", Prefix: "b/" }, ["b/1"], ["b/2/"]],
    ["folded at another sign", { Delimiter: "-" }, inOrder.filter((key) => key !== "a-b/x"), ["a-"]],
    ["after a key", { StartAfter: "b/2/y" }, ["b/2/z", "b0", "ä", "\uffee", "😀/k"], []],
    ["after a key inside a fold", { StartAfter: "b/2/y", Delimiter: "/" }, ["b0", "ä", "\uffee"], ["b/", "😀/"]],
    ["a key as prefix", { Prefix: "b/1" }, ["b/1"], []],
    ["nothing", { Prefix: "none/" }, [], []],
    ["nothing asked for", { MaxKeys: 0 }, [], []],
    ["with encoded keys", { Prefix: "ä", EncodingType: "url" }, ["%C3%A4"], []],
  ])("%s", async (_, request, contents, prefixes) => {
    const { Contents = [], CommonPrefixes = [], IsTruncated } = await list(request);
    expect(Contents.map(({ Key }) => Key)).toEqual(contents);
    expect(CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(prefixes);
    expect(IsTruncated).toBe(false);
  });

  test.each([{}, { Delimiter: "/" }, { Delimiter: "-" }, { Prefix: "b" }, { Prefix: "b", Delimiter: "/" }])(
    "page by page as in one: %j",
    async (request) => {
      const names = ({ Contents = [], CommonPrefixes = [] }: Awaited<ReturnType<typeof list>>) =>
        [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)].sort();
      const paged: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ ...request, MaxKeys: 1, ContinuationToken });
        expect(page.KeyCount).toBe(1);
        paged.push(...names(page));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(paged.sort()).toEqual(names(await list(request)));
    },
  );

  test.each([{}, { Delimiter: "/" }, { Delimiter: "-" }, { Prefix: "b" }, { Prefix: "b", Delimiter: "/" }])(
    "the first version lists the same, page by page: %j",
    async (request) => {
      const elder = (rest = {}) => s3.send(new ListObjectsCommand({ Bucket, ...request, ...rest }));
      const whole = await elder();
      const { Contents, CommonPrefixes } = await list(request);
      expect(whole).toMatchObject({ Marker: "", IsTruncated: false, Name: Bucket });
      expect([whole.Contents, whole.CommonPrefixes]).toEqual([Contents, CommonPrefixes]);

      const paged: (string | undefined)[] = [];
      for (let Marker: string | undefined = ""; Marker !== undefined; ) {
        const page: Awaited<ReturnType<typeof elder>> = await elder({ MaxKeys: 1, Marker });
        const names = [
          ...(page.Contents ?? []).map((each) => each.Key),
          ...(page.CommonPrefixes ?? []).map((each) => each.Prefix),
        ];
        expect(names).toHaveLength(1);
        paged.push(...names);
        Marker = page.IsTruncated ? (page.NextMarker ?? names[0]) : undefined;
      }
      const all = [...(Contents ?? []).map((each) => each.Key), ...(CommonPrefixes ?? []).map((each) => each.Prefix)];
      expect(paged.sort()).toEqual(all.sort());
    },
  );

  test("a foreign token is refused", async () => {
    expect(await refusal(list({ ContinuationToken: "nonsense" }))).toBe("400 InvalidArgument");
  });
});

describe("the bucket", () => {
  test("is there, is the only one, and is in us-east-1", async () => {
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe("us-east-1");
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
  });

  test.each([
    ["another bucket", () => s3.send(new HeadBucketCommand({ Bucket: "other" })), "404 NotFound"],
    ["an object in another", () => s3.send(new GetObjectCommand({ Bucket: "other", Key: "k" })), "404 NoSuchBucket"],
    ["making it", () => s3.send(new CreateBucketCommand({ Bucket })), "409 BucketAlreadyOwnedByYou"],
    [
      "what is not built",
      () => s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet: [] } })),
      "501 NotImplemented",
    ],
  ])("%s", async (_, call, expected) => {
    expect(await refusal(call())).toBe(expected);
  });
});

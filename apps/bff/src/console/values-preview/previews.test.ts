import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { create } from "@bufbuild/protobuf";
import { MediaPreview_Kind, PreviewValueRequestSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type Blobs, openBlobs } from "../../blobs/blobs.ts";
import { bucket } from "../../blobs/prefixes.ts";
import { openValuePreviews, type ValuePreviews } from "./previews.ts";
import { readTable } from "./table/read-table.ts";

const folder = mkdtempSync(join(tmpdir(), "skein-previews-"));
let blobs: Blobs;
let previews: ValuePreviews;
beforeAll(async () => {
  blobs = await openBlobs(folder);
  previews = openValuePreviews(blobs);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const uriOf = (key: string) => `s3://${bucket}/${key}`;
const never = new AbortController().signal;

async function stored(key: string, content: string | Uint8Array): Promise<string> {
  await blobs.write(uriOf(key), typeof content === "string" ? new TextEncoder().encode(content) : content);
  return uriOf(key);
}

const ask = (uri: string, format = "", dataset = false) =>
  previews.preview(create(PreviewValueRequestSchema, { uri, format, dataset }), never);

async function tableOf(uri: string, format = "", dataset = false) {
  const { content } = await ask(uri, format, dataset);
  if (content.case !== "table") throw new Error(`${uri} is no table but ${content.case}`);
  return content.value;
}

const column = (table: Awaited<ReturnType<typeof tableOf>>, name: string) =>
  table.columns.find((each) => each.name === name);
const rows = (table: Awaited<ReturnType<typeof tableOf>>) =>
  table.rows.map(({ cells }) => cells.map((cell) => cell.text));

const bytesOf = (latin1: string) => new Uint8Array(Buffer.from(latin1, "latin1"));
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test.each(["gone.csv", "gone.txt"])(
  "%s, removed between being found and being read, is told as missing",
  async (name) => {
    const found = { ...blobs, pathOf: () => join(folder, "no-longer", name) };
    const uri = await stored(`removed/${name}`, "a,b\n1,2\n");
    const asking = openValuePreviews(found).preview(create(PreviewValueRequestSchema, { uri }), never);
    await expect(asking).rejects.toMatchObject({ kind: "notFound", message: expect.stringContaining(uri) });
  },
);

describe("what may be looked into", () => {
  it.each([
    ["https://example.org/a.csv", /not in this server's store/],
    ["http://169.254.169.254/latest/meta-data", /not in this server's store/],
    ["file:///etc/passwd", /not in this server's store/],
    ["gs://bucket/a.csv", /not in this server's store/],
    ["/etc/passwd", /not in this server's store/],
    ["", /not in this server's store/],
    ["s3://another-bucket/a.csv", /not in this server's store/],
    [`s3://${bucket}/../../../etc/passwd`, /has the part "\.\."/],
    [`s3://${bucket}/a/./b`, /has the part "\."/],
    [`s3://${bucket}/a//b`, /has an empty part/],
    [`s3://${bucket}/a\0b`, /NUL/],
    [`s3://${bucket}`, /names no object/],
    [`s3://${bucket}/`, /names no object/],
  ])("%j is refused", async (uri, message) => {
    await expect(ask(uri)).rejects.toThrow(message);
    await expect(ask(uri)).rejects.toMatchObject({ kind: "invalid" });
  });

  test("nothing at a place is said", async () => {
    await expect(ask(uriOf("nowhere/at/all"))).rejects.toMatchObject({ kind: "notFound" });
  });

  test("a folder that links out of the store is not followed", async () => {
    await stored("linked/inside", "1");
    symlinkSync("/etc", join(folder, bucket, "linked", "out"));
    const { content } = await ask(uriOf("linked"));
    expect(content.case === "folder" && content.value.entries.map(({ path }) => path)).toEqual(["inside"]);
  });
});

describe("CSV", () => {
  test("columns have types and statistics, quotes and blank cells are read", async () => {
    const uri = await stored(
      "t/people.csv",
      'name,age,weight,born,ok,zip\r\n"Ada, Countess",36,61.5,1815-12-10,true,00501\r\n"He said ""no""",,70,1912-06-23,false,10115\r\n"two\nlines",41,,1906-12-09,true,99999\r\n',
    );
    const table = await tableOf(uri);
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ["name", "text"],
      ["age", "int"],
      ["weight", "float"],
      ["born", "datetime"],
      ["ok", "bool"],
      ["zip", "text"],
    ]);
    expect(rows(table)[0]).toEqual(["Ada, Countess", "36", "61.5", "1815-12-10", "true", "00501"]);
    expect(rows(table)[1]?.slice(0, 2)).toEqual(['He said "no"', undefined]);
    expect(rows(table)[2]?.[0]).toBe("two\nlines");
    expect(table.totalRows).toBe(3n);
    expect(table.notes).toEqual([]);
    expect(column(table, "age")?.stats).toMatchObject({
      count: 3n,
      nulls: 1n,
      distinct: 2,
      min: "36",
      max: "41",
      mean: 38.5,
    });
    expect(column(table, "born")?.stats).toMatchObject({ min: "1815-12-10".slice(0, 10), max: "1912-06-23" });
  });

  it.each([
    ["semicolons", "a;b\n1,5;2\n3,5;4\n", ["a", "b"]],
    ["tabs", "a\tb\n1\t2\n", ["a", "b"]],
    ["bars", "a|b|c\n1|2|3\n", ["a", "b", "c"]],
    ["commas in quotes beside semicolons", 'a;b\n"x,y,z";2\n"x,y,z";2\n', ["a", "b"]],
    ["one column", "a\n1\n2\n", ["a"]],
  ])("%s are found", async (name, text, names) => {
    const table = await tableOf(await stored(`t/${name}.csv`, text));
    expect(table.columns.map((each) => each.name)).toEqual(names);
  });

  test("the value's format counts, not the name, and no header is seen", async () => {
    const table = await tableOf(await stored("t/o0", "1,2\n3,4\n"), "csv");
    expect(table.columns.map(({ name }) => name)).toEqual(["column 1", "column 2"]);
    expect(table.totalRows).toBe(2n);
    expect(table.notes[0]).toMatch(/no names/);
  });

  test("rows of other lengths and a quote that never ends are said", async () => {
    const table = await tableOf(await stored("t/bad.csv", 'a,b\n1\n1,2,3\n1,2\n"never ends,2\n3,4\n'));
    expect(table.notes.join("; ")).toMatch(/3 rows have more or fewer cells.*never ends/);
    expect(rows(table)[0]).toEqual(["1", undefined]);
  });

  test("200 rows are shown, all are counted, and wide ones end", async () => {
    const long = Array.from({ length: 12_345 }, (_, at) => `${at},x`).join("\n");
    const table = await tableOf(await stored("t/long.csv", `n,x\n${long}\n`));
    expect(table.rows).toHaveLength(200);
    expect(table.totalRows).toBe(12_345n);
    expect(column(table, "n")?.stats).toMatchObject({ min: "0", max: "12344", mean: 6172, distinct: 1000 });
    const wide = Array.from({ length: 3000 }, (_, at) => `c${at}`).join(",");
    const { columns, notes } = await tableOf(await stored("t/wide.csv", `${wide}\n${wide}\n`));
    expect(columns).toHaveLength(200);
    expect(notes[0]).toMatch(/first 200 columns/);
  });

  test("a cell of megabytes is clipped", async () => {
    const table = await tableOf(await stored("t/fat.csv", `a,b\n"${"x".repeat(3_000_000)}",2\n`));
    expect(rows(table)[0]?.[0]?.length).toBeLessThan(400);
    expect(rows(table)[0]?.[1]).toBe("2");
  });

  test("of a file over 50 MB the beginning is read", async () => {
    const uri = await stored("t/huge.csv", `n,x\n${"1,2\n".repeat(2000)}`);
    truncateSync(blobs.pathOf(uri), 50_500_000); // the rest is NULs, which take no space
    const table = await tableOf(uri);
    expect(table.totalRows).toBeUndefined();
    expect(table.rows).toHaveLength(200);
    expect(table.notes[0]).toBe("The first 50 MB were read");
  });

  test("an empty file has no rows", async () => {
    const table = await tableOf(await stored("t/empty.csv", ""));
    expect([table.columns.length, table.totalRows]).toEqual([0, 0n]);
  });
});

describe("JSON Lines", () => {
  test("names are the columns, nested values are JSON, big numbers are exact", async () => {
    const uri = await stored("j/a.jsonl", '{"id":9007199254740993,"tags":["a"]}\n{"id":2,"note":null,"late":1.5}\n\n');
    const table = await tableOf(uri);
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ["id", "int"],
      ["tags", "json"],
      ["note", ""],
      ["late", "float"],
    ]);
    expect(rows(table)[0]).toEqual(["9007199254740993", '["a"]', undefined, undefined]);
    expect(column(table, "late")?.stats).toMatchObject({ count: 2n, nulls: 1n });
  });

  test("lines that are none are said, lines that never end are not kept", async () => {
    const uri = await stored("j/bad.jsonl", `{"a":1}\n{"a":\n${"x".repeat(1_200_000)}\n3\n{"a":2}`);
    const table = await tableOf(uri);
    expect(table.totalRows).toBe(3n);
    expect(table.notes).toEqual(["2 lines are not valid JSON and left out, line 2 first"]);
    expect(table.columns.map(({ name }) => name)).toEqual(["a", "value"]);
  });
});

describe("Parquet", () => {
  const parquetOf = (count: number, rowGroupSize = 1000) =>
    new Uint8Array(
      parquetWriteBuffer({
        rowGroupSize,
        columnData: [
          { name: "id", data: Array.from({ length: count }, (_, at) => at), type: "INT32" },
          { name: "big", data: Array.from({ length: count }, () => 9_007_199_254_740_993n), type: "INT64" },
          {
            name: "score",
            data: Array.from({ length: count }, (_, at) => (at % 2 === 0 ? at / 2 : null)),
            type: "DOUBLE",
            nullable: true,
          },
          { name: "name", data: Array.from({ length: count }, (_, at) => `n${at % 3}`), type: "STRING" },
          { name: "at", data: Array.from({ length: count }, () => new Date(0)), type: "TIMESTAMP" },
          { name: "ok", data: Array.from({ length: count }, () => true), type: "BOOLEAN" },
        ],
      }),
    );

  test("rows, types and statistics come from the file, whatever it is called", async () => {
    const table = await tableOf(await stored("p/00000", parquetOf(2500)));
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ["id", "int"],
      ["big", "int"],
      ["score", "float"],
      ["name", "text"],
      ["at", "datetime"],
      ["ok", "bool"],
    ]);
    expect(table.totalRows).toBe(2500n);
    expect(table.rows).toHaveLength(200);
    expect(rows(table)[1]).toEqual(["1", "9007199254740993", undefined, "n1", "1970-01-01T00:00:00.000Z", "true"]);
    expect(column(table, "id")?.stats).toMatchObject({ count: 2500n, nulls: 0n, min: "0", max: "2499", mean: 1249.5 });
    expect(column(table, "score")?.stats?.nulls).toBe(1250n);
    expect(column(table, "name")?.stats).toMatchObject({ distinct: 3, min: "n0", max: "n2" });
  });

  test("of one with many values, columns say what the footer says", async () => {
    const table = await tableOf(await stored("p/large.parquet", parquetOf(400_000, 100_000)));
    expect(table.rows).toHaveLength(200);
    expect(table.totalRows).toBe(400_000n);
    expect(table.notes[0]).toMatch(/It is large/);
    expect(column(table, "id")?.stats).toMatchObject({ count: 400_000n, nulls: 0n, min: "0", max: "399999" });
    expect(column(table, "id")?.stats?.mean).toBeUndefined();
  });

  test("a dataset is its parts: the first is shown, the rows of all are counted", async () => {
    await stored("p/set/_SUCCESS", "");
    await stored("p/set/part-0", parquetOf(300));
    await stored("p/set/part-1", parquetOf(50));
    const preview = await ask(uriOf("p/set"), "parquet", true);
    expect(preview.uri).toBe(uriOf("p/set/part-0"));
    expect(preview.content).toMatchObject({ case: "table", value: { totalRows: 350n, parts: 2 } });
    await stored("p/set/part-2", "PAR1 and no end");
    expect((await tableOf(uriOf("p/set/"), "parquet", true)).totalRows).toBeUndefined();
  });

  it.each([
    ["GZIP", gzipSync],
    ["ZSTD", zstdCompressSync],
    ["BROTLI", brotliCompressSync],
  ] as const)("what is packed by %s is read", async (codec, pack) => {
    const data = Array.from({ length: 500 }, (_, at) => at);
    const bytes = parquetWriteBuffer({
      columnData: [{ name: "id", data, type: "INT32" }],
      codec,
      compressors: { [codec]: (input: Uint8Array) => new Uint8Array(pack(input)) },
    });
    const table = await tableOf(await stored(`p/${codec}.parquet`, new Uint8Array(bytes)));
    expect(column(table, "id")?.stats).toMatchObject({ count: 500n, max: "499", mean: 249.5 });
  });

  test("one that is cut off, and one that lies, are problems with a reason", async () => {
    const whole = parquetOf(100);
    await expect(ask(await stored("p/cut.parquet", whole.slice(0, -20)))).rejects.toThrow(/likely cut off/);
    const lying = whole.slice();
    lying.fill(0xff, 4, 200);
    await expect(ask(await stored("p/lying.parquet", lying))).rejects.toMatchObject({ kind: "invalid" });
    await expect(ask(await stored("p/magic.parquet", "PAR1"))).rejects.toThrow(/no whole Parquet file/);
    const claims = whole.slice();
    new DataView(claims.buffer).setUint32(claims.length - 8, 0xfffffff0, true);
    await expect(ask(await stored("p/claims.parquet", claims))).rejects.toThrow(/more than can be shown/);
  });
});

describe("reading", () => {
  test("ends when it takes too long, or when nobody waits for it any more", async () => {
    const path = blobs.pathOf(await stored("r/slow.csv", "a,b\n1,2\n".repeat(500_000)));
    const request = { format: "csv", paths: [path] } as const;
    await expect(readTable(request, never, 1)).rejects.toThrow(/more than 0.001 s/);
    const gone = new AbortController();
    const reading = readTable(request, gone.signal);
    gone.abort(new Error("gone"));
    await expect(reading).rejects.toThrow("gone");
    // Both made room again.
    expect(await Promise.all([1, 2, 3].map(() => readTable(request, never)))).toHaveLength(3);
  });
});

describe("other kinds", () => {
  it.each([
    ["png", png, MediaPreview_Kind.IMAGE, "image/png"],
    ["jpg", bytesOf("\xff\xd8\xff\xe0"), MediaPreview_Kind.IMAGE, "image/jpeg"],
    ["gif", bytesOf("GIF89a\x01\0"), MediaPreview_Kind.IMAGE, "image/gif"],
    ["webp", bytesOf("RIFF\0\0\0\0WEBPVP8 "), MediaPreview_Kind.IMAGE, "image/webp"],
    ["avif", bytesOf("\0\0\0\x20ftypavif"), MediaPreview_Kind.IMAGE, "image/avif"],
    ["svg", bytesOf('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), MediaPreview_Kind.IMAGE, "image/svg+xml"],
    ["wav", bytesOf("RIFF\0\0\0\0WAVEfmt "), MediaPreview_Kind.AUDIO, "audio/wav"],
    ["mp3", bytesOf("\xff\xfb\x90\0"), MediaPreview_Kind.AUDIO, "audio/mpeg"],
    ["ogg", bytesOf("OggS\0\x02vorbis"), MediaPreview_Kind.AUDIO, "audio/ogg"],
    ["mp4", bytesOf("\0\0\0\x18ftypisom"), MediaPreview_Kind.VIDEO, "video/mp4"],
    ["webm", bytesOf("\x1aE\xdf\xa3webm"), MediaPreview_Kind.VIDEO, "video/webm"],
    ["pdf", bytesOf("%PDF-1.7\n"), MediaPreview_Kind.PDF, "application/pdf"],
  ])("%s is a medium by its bytes", async (format, bytes, kind, contentType) => {
    const { content } = await ask(await stored(`m/${format}-without-ending`, bytes), format);
    expect(content).toMatchObject({ case: "media", value: { kind, contentType } });
  });

  it.each([
    ["a page that is called an image", "m/page.png", "<script>alert(1)</script>", "png", "text"],
    ["a page that is called SVG", "m/page.svg", "<script>alert(1)</script>", "svg", "text"],
    ["Markdown", "x/report", "# Report\n", "md", "text"],
    ["JSON", "x/config", '{"a": 1}', "json", "json"],
    ["JSON that nobody calls so", "x/config2", '{"a": 1}', "", "json"],
    ["lines that nobody calls so", "x/lines", '{"a": 1}\n{"a": 2}\n', "", "table"],
    ["JSON that is none", "x/config3.json", '{"a": ', "", "text"],
    ["a pickle", "x/pickle", bytesOf("\x80\x04\x95\0\0\0"), "PythonPickle", "binary"],
    ["an empty file", "x/empty", "", "", "text"],
  ])("%s is shown as what it is", async (_, key, bytes, format, kind) => {
    expect((await ask(await stored(key, bytes), format)).content.case).toBe(kind);
  });

  test("of a long text the first 256 KB are given, whole characters only", async () => {
    const { content, sizeBytes } = await ask(await stored("x/long.txt", `a${"ü".repeat(200_000)}`));
    expect(sizeBytes).toBe(400_001n);
    expect(content).toMatchObject({ case: "text", value: { truncated: true, encoding: "UTF-8" } });
    expect(content.case === "text" && content.value.text).toBe(`a${"ü".repeat((256 * 1024 - 2) / 2)}`);
  });

  test.each([
    ["UTF-16LE", new Uint8Array([0xff, 0xfe, 0x41, 0, 0xfc, 0])],
    ["windows-1252", new Uint8Array([0x41, 0xfc])],
  ])("text in %s is read", async (encoding, bytes) => {
    const { content } = await ask(await stored(`x/${encoding}.txt`, bytes));
    expect(content).toMatchObject({ case: "text", value: { text: "Aü", encoding } });
  });

  test("JSON over 1 MB is text", async () => {
    const { content } = await ask(await stored("x/big.json", `["${"x".repeat(1_100_000)}"]`));
    expect(content).toMatchObject({ case: "text", value: { truncated: true } });
  });

  test("of what nobody knows, the first 512 bytes are given", async () => {
    const { content, sizeBytes } = await ask(await stored("x/blob.bin", new Uint8Array(2000)));
    expect(sizeBytes).toBe(2000n);
    expect(content.case === "binary" && content.value.head).toHaveLength(512);
  });

  test("a folder lists its files, 500 of them", async () => {
    await stored("d/b/c.txt", "123");
    await stored("d/a.txt", "1");
    const few = await ask(uriOf("d/"));
    expect(few).toMatchObject({ sizeBytes: 4n, content: { case: "folder", value: { truncated: false } } });
    expect(few.content.case === "folder" && few.content.value.entries.map((each) => each.path)).toEqual([
      "a.txt",
      "b/c.txt",
    ]);
    const names = Array.from({ length: 510 }, (_, at) => join(folder, bucket, "d", "b", `f${at}`));
    for (const name of names) writeFileSync(name, "");
    const { content } = await ask(uriOf("d"));
    expect(content.case === "folder" && [content.value.entries.length, content.value.truncated]).toEqual([500, true]);
  });
});

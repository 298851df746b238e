import fc from "fast-check";
import { gzipSync, type Zippable, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { describe, expect, it, test } from "vitest";
import type { ArchiveLimits } from "./limits.ts";
import { findArchiveFormat, readArchive } from "./read-archive.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

type Entry = Parameters<typeof packTar>[0][number];
const file = (name: string, body: string | Uint8Array = "x"): Entry => {
  const bytes = typeof body === "string" ? encode(body) : body;
  return { header: { name, size: bytes.length, type: "file" }, body: bytes };
};
const tgz = async (...entries: Entry[]) => gzipSync(await packTar(entries));

function contents(bytes: Uint8Array, limits?: Partial<ArchiveLimits>) {
  const { members, rejections } = readArchive(bytes, limits);
  return {
    members: Object.fromEntries(members.map((each) => [each.path, decode(each.bytes)])),
    rejected: rejections.map((each) => [each.reason, each.member]),
    words: rejections.map((each) => each.message).join("\n"),
  };
}

describe("what is read", () => {
  it("reads the members of a flyte package in their order", async () => {
    const bytes = await tgz(
      file("0_a.split_1.pb", "task"),
      file("1_a.wf_2.pb", "workflow"),
      file("2_a.wf_3.pb", "plan"),
    );
    expect(findArchiveFormat(bytes)).toBe("tar.gz");
    const { members, rejections } = readArchive(bytes);
    expect(members.map((each) => each.path)).toEqual(["0_a.split_1.pb", "1_a.wf_2.pb", "2_a.wf_3.pb"]);
    expect(rejections).toEqual([]);
  });

  it("reads a bare tar and a zip, stored and deflated", async () => {
    const tar = await packTar([file("a.yaml", "tasks: {}")]);
    expect(findArchiveFormat(tar)).toBe("tar");
    expect(contents(tar).members).toEqual({ "a.yaml": "tasks: {}" });
    const zip = zipSync({ "a.yaml": [encode("stored"), { level: 0 }], "dir/b.yaml": encode("deflated ".repeat(50)) });
    expect(findArchiveFormat(zip)).toBe("zip");
    expect(contents(zip)).toMatchObject({
      members: { "a.yaml": "stored", "dir/b.yaml": "deflated ".repeat(50) },
      rejected: [],
    });
  });

  it("follows long names, unicode and folders, and leaves out what file managers add", async () => {
    const long = `${"folder/".repeat(20)}größe-${"x".repeat(120)}.yaml`;
    const bytes = await tgz(
      { header: { name: "folder/", size: 0, type: "directory" } },
      file(long, "deep"),
      file("./plain.yaml", "plain"),
      file("._plain.yaml"),
      file("__MACOSX/plain.yaml"),
      file("folder/.DS_Store"),
    );
    expect(contents(bytes)).toMatchObject({ members: { [long]: "deep", "plain.yaml": "plain" }, rejected: [] });
  });

  it("reads gzip of several streams", async () => {
    const tar = await packTar([file("a.yaml", "x".repeat(2000))]);
    const bytes = [...gzipSync(tar.subarray(0, 700)), ...gzipSync(tar.subarray(700))];
    expect(contents(Uint8Array.from(bytes))).toMatchObject({ members: { "a.yaml": "x".repeat(2000) }, rejected: [] });
  });

  test("whatever files are packed come out again, in both formats", async () => {
    const files = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9_]{1,8}){0,3}\.ya?ml$/),
      fc.uint8Array({ maxLength: 3000 }),
      {
        maxKeys: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(files, async (packed) => {
        // prefixed so that random bytes are never an archive themselves
        const safe = Object.entries(packed).map(([name, bytes]) => [name, Uint8Array.from([35, ...bytes])] as const);
        const wanted = safe.map(([path, bytes]) => ({ path, bytes }));
        const tar = readArchive(await tgz(...safe.map(([name, bytes]) => file(name, bytes))));
        expect(tar).toEqual({ members: wanted, rejections: [] });
        const flat: Zippable = {};
        for (const [name, bytes] of safe) flat[name] = bytes;
        if (safe.length > 0) expect(readArchive(zipSync(flat))).toEqual({ members: wanted, rejections: [] });
      }),
      { numRuns: 40 },
    );
  });
});

describe("what is refused", () => {
  it.each([
    ["../escape.yaml", "path"],
    ["a/../../escape.yaml", "path"],
    ["..\\escape.yaml", "path"],
    ["/etc/passwd", "path"],
    ["C:\\windows.yaml", "path"],
    ["bell\u0007.yaml", "path"],
    [`${"a/".repeat(40)}deep.yaml`, "path"],
  ])("a member called %j, and reads the rest", async (name, reason) => {
    expect(contents(await tgz(file(name), file("good.yaml", "good")))).toMatchObject({
      members: { "good.yaml": "good" },
      rejected: [[reason, name]],
    });
    expect(contents(zipSync({ [name]: encode("x"), "good.yaml": encode("good") }))).toMatchObject({
      members: { "good.yaml": "good" },
      rejected: [[reason, name]],
    });
  });

  it.each([
    ["symlink", "link"],
    ["link", "link"],
    ["character-device", "device"],
    ["block-device", "device"],
    ["fifo", "device"],
  ] as const)("a tar member of type %s", async (type, reason) => {
    const odd: Entry = { header: { name: "odd", size: 0, type, linkname: "/etc/passwd" } };
    expect(contents(await tgz(odd, file("good.yaml", "good")))).toMatchObject({
      members: { "good.yaml": "good" },
      rejected: [[reason, "odd"]],
    });
  });

  it("a link in a zip", () => {
    const zip = zipSync({
      odd: [encode("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }],
      "good.yaml": encode("good"),
    });
    expect(contents(zip)).toMatchObject({ members: { "good.yaml": "good" }, rejected: [["link", "odd"]] });
  });

  it("an encrypted member of a zip, and an unknown compression", () => {
    const zip = zipSync({ "a.yaml": [encode("x"), { level: 0 }] });
    const directory = zip.findIndex((_, at) => zip[at] === 0x50 && zip[at + 1] === 0x4b && zip[at + 2] === 1);
    const encrypted = zip.slice();
    encrypted[directory + 8] = 1;
    expect(contents(encrypted).rejected).toEqual([["encrypted", "a.yaml"]]);
    const unknown = zip.slice();
    unknown[directory + 10] = 14;
    expect(contents(unknown).rejected).toEqual([["unsupported", "a.yaml"]]);
  });

  it("the second of two members with one name, however it is spelt", async () => {
    const bytes = await tgz(file("a.yaml", "first"), file("./a.yaml", "second"));
    expect(contents(bytes)).toMatchObject({ members: { "a.yaml": "first" }, rejected: [["duplicate", "./a.yaml"]] });
  });

  it("an archive inside the archive", async () => {
    const inner = await tgz(file("a.yaml"));
    const found = contents(await tgz(file("inner.tgz", inner), file("inner.zip", zipSync({ a: encode("x") }))));
    expect(found).toMatchObject({
      members: {},
      rejected: [
        ["nested", "inner.tgz"],
        ["nested", "inner.zip"],
      ],
    });
    expect(found.words).toContain("unpack it");
  });
});

describe("limits", () => {
  const zeros = new Uint8Array(16 * 1024 * 1024);

  it("stop a bomb by its ratio before it is unpacked whole", async () => {
    const bomb = await tgz(file("bomb.yaml", zeros));
    expect(bomb.length).toBeLessThan(20_000);
    expect(contents(bomb)).toMatchObject({ members: {}, rejected: [["ratio", ""]] });
    expect(contents(zipSync({ "bomb.yaml": zeros }))).toMatchObject({
      members: {},
      rejected: [["ratio", "bomb.yaml"]],
    });
  });

  it("stop many members that are too large together, and keep those before", async () => {
    const bytes = await tgz(file("a", "x".repeat(600)), file("b", "y".repeat(600)));
    const found = contents(bytes, { totalBytes: 1000 });
    expect(Object.keys(found.members)).toEqual(["a"]);
    expect(found.rejected).toEqual([["tooLarge", ""]]);
  });

  it("refuse one member that is too large, by name, and read the rest", async () => {
    const entries = { "large.yaml": encode("x".repeat(2000)), "small.yaml": encode("small") };
    const wanted = { members: { "small.yaml": "small" }, rejected: [["tooLarge", "large.yaml"]] };
    expect(contents(zipSync(entries), { memberBytes: 1000 })).toMatchObject(wanted);
    const tar = await tgz(...Object.entries(entries).map(([name, bytes]) => file(name, bytes)));
    expect(contents(tar, { memberBytes: 1000 })).toMatchObject(wanted);
  });

  it("refuse too many members and too many bytes", async () => {
    expect(contents(await tgz(file("a"), file("b"), file("c")), { members: 2 }).rejected).toEqual([["tooMany", ""]]);
    expect(contents(await tgz(file("a")), { packedBytes: 10 }).rejected).toEqual([["tooLarge", ""]]);
  });

  it("refuse a zip member that unpacks to more than it says", () => {
    const zip = zipSync({ "a.yaml": encode("x".repeat(1000)) });
    const directory = zip.findIndex((_, at) => zip[at] === 0x50 && zip[at + 1] === 0x4b && zip[at + 2] === 1);
    zip[directory + 24] = 10;
    zip[directory + 25] = 0;
    expect(contents(zip)).toMatchObject({ members: {}, rejected: [["damaged", "a.yaml"]] });
  });
});

describe("damage", () => {
  test("an archive cut off anywhere is never taken for a whole one, and nothing throws", async () => {
    const noise = Uint8Array.from({ length: 2000 }, (_, at) => (at * 7919) % 251);
    const tar = await tgz(file("a.yaml", noise), file("b.yaml", "x".repeat(900)));
    const zip = zipSync({ "a.yaml": noise, "b.yaml": encode("x".repeat(900)) });
    for (const whole of [tar, zip]) {
      for (let length = 4; length < whole.length; length += 3) {
        expect(
          readArchive(whole.subarray(0, length)).rejections.length,
          `${length} of ${whole.length}`,
        ).toBeGreaterThan(0);
      }
    }
  });

  it("names the member in which a tar is cut off", async () => {
    const tar = await packTar([file("a.yaml", "x".repeat(3000))]);
    expect(contents(tar.subarray(0, 1500))).toMatchObject({
      rejected: [["truncated", "a.yaml"]],
      words: 'The archive is cut off inside "a.yaml"; make or upload it again',
    });
  });

  it("notices a changed byte of content", () => {
    const zip = zipSync({ "a.yaml": [encode("hello world"), { level: 0 }] });
    const at = zip.findIndex((_, index) => decode(zip.subarray(index, index + 5)) === "hello");
    zip[at] = 0x48;
    expect(contents(zip)).toMatchObject({ members: {}, rejected: [["damaged", "a.yaml"]] });
  });

  test("no bytes make it throw", () => {
    const magic = fc.constantFrom([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], []);
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 800 }), (start, rest) => {
        readArchive(Uint8Array.from([...start, ...rest]));
      }),
    );
  });

  it("says that a gzip of something else holds no tar", () => {
    expect(contents(gzipSync(encode("tasks: {}\n".repeat(100)))).words).toContain("no tar archive");
  });
});

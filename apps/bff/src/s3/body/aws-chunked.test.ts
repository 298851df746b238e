import { describe, expect, test } from "vitest";
import { signingKey } from "../sigv4/canonical.ts";
import { type ChunkedFormat, dechunk } from "./aws-chunked.ts";

const scope = { day: "20130524", region: "us-east-1" };
/** AWS's example of a signed chunked upload: 66,560 letters a in chunks of 64 KiB (sigv4-streaming). */
const signing = {
  key: signingKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope),
  seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  time: "20130524T000000Z",
  scope,
};
const chunk = (size: number, signature: string) =>
  `${size.toString(16)};chunk-signature=${signature}\r\n${"a".repeat(size)}\r\n`;
const signed = [
  chunk(65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
  chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
  chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
];

/** The payload, its trailers, or the code of the refusal; the body comes in pieces of the given size. */
async function read(body: string, format: ChunkedFormat, pieceSize: number) {
  const trailers: string[] = [];
  async function* source() {
    for (let at = 0; at < body.length; at += pieceSize) yield Buffer.from(body.slice(at, at + pieceSize), "latin1");
  }
  const pieces: Buffer[] = [];
  try {
    for await (const piece of dechunk(source(), format, (...trailer) => trailers.push(trailer.join("="))))
      pieces.push(piece);
  } catch (reason) {
    return reason instanceof Error && "code" in reason ? reason.code : reason;
  }
  return { text: Buffer.concat(pieces).toString(), trailers };
}

const plain = { signing: undefined, hasTrailer: true };

describe.each([1, 7, 65_536, 1e6])("in pieces of %i bytes", (pieceSize) => {
  test("AWS's signed chunks are read", async () => {
    const format = { signing, hasTrailer: false };
    // Byte by byte the large chunk takes long and shows nothing more.
    if (pieceSize > 1)
      expect(await read(signed.join(""), format, pieceSize)).toEqual({ text: "a".repeat(66560), trailers: [] });
  });

  test.each([
    [
      "a trailer",
      "4\r\nWiki\r\n5\r\npedia\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n",
      "Wikipedia",
      ["x-amz-checksum-crc32=AAAA"],
    ],
    [
      "a trailer that ends early",
      "1\r\na\r\n0\r\nx-amz-checksum-crc32 : AAAA\n\r\n",
      "a",
      ["x-amz-checksum-crc32=AAAA"],
    ],
    ["no trailer", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", []],
    ["nothing at all", "0\r\n\r\n", "", []],
  ])("unsigned chunks with %s", async (_, body, text, trailers) => {
    expect(await read(body, plain, pieceSize)).toEqual({ text, trailers });
  });

  test.each([
    ["is cut off in a chunk", "4\r\nWi", "IncompleteBody"],
    ["is cut off before its last chunk", "4\r\nWiki\r\n", "IncompleteBody"],
    ["has a size that is none", "-4\r\nWiki\r\n0\r\n\r\n", "InvalidRequest"],
    ["has a size beyond all", "fffffffffffff\r\nWiki", "InvalidRequest"],
    ["has a chunk longer than said", "3\r\nWiki\r\n0\r\n\r\n", "InvalidRequest"],
    ["has a line without end", "a".repeat(5000), "InvalidRequest"],
    ["has trailers without end", `0\r\n${"a:b\r\n".repeat(20)}`, "InvalidRequest"],
  ])("a payload that %s", async (_, body, code) => {
    expect(await read(body, plain, pieceSize)).toBe(code);
  });
});

test.each([
  ["changed bytes", signed.join("").replace("aaaa", "aaab"), "SignatureDoesNotMatch"],
  ["a chunk left out", [signed[0], signed[2]].join(""), "SignatureDoesNotMatch"],
  ["chunks in another order", [signed[1], signed[0], signed[2]].join(""), "SignatureDoesNotMatch"],
  ["no end", [signed[0], signed[1]].join(""), "IncompleteBody"],
  ["an end that is not signed", [signed[0], signed[1], "0\r\n\r\n"].join(""), "SignatureDoesNotMatch"],
  ["a chunk too large to hold", chunk(17 * 1024 * 1024, "0".repeat(64)), "InvalidRequest"],
])("signed chunks with %s", async (_, body, code) => {
  expect(await read(body, { signing, hasTrailer: false }, 65_536)).toBe(code);
});

test("a signed trailer is checked", async () => {
  const body = (signature: string) =>
    [...signed, `x-amz-checksum-crc32c:wdBDMA==\r\nx-amz-trailer-signature:${signature}\r\n\r\n`].join("");
  expect(await read(body("0".repeat(64)), { signing, hasTrailer: true }, 65_536)).toBe("SignatureDoesNotMatch");
  expect(await read(signed.join(""), { signing, hasTrailer: true }, 65_536)).toBe("SignatureDoesNotMatch");
});

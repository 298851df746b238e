/**
 * What a client says of its payload, against what came: length, Content-MD5, the signed SHA-256, x-amz-checksum-…
 *
 * CRC-32C and CRC-64/NVME cost more than all the rest, being computed in JavaScript: only whoever sends one pays.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { type S3Code, S3Problem } from "../s3-problem.ts";
import { crc32c } from "./crc32c.ts";
import { Crc64Nvme } from "./crc64-nvme.ts";
import { ParallelMd5 } from "./parallel-md5.ts";

/** A digest under way: bytes in, base64 or hex out. */
interface Digest {
  update(bytes: Uint8Array): void;
  finish(): Buffer;
}

type Algorithm = "md5" | "sha1" | "sha256" | "crc32" | "crc32c" | "crc64nvme";

/** What is expected of a payload; each is checked at its end. */
export interface Expected {
  readonly length: number | undefined;
  readonly digests: readonly ExpectedDigest[];
}

export interface ExpectedDigest {
  readonly algorithm: Algorithm;
  readonly value: Buffer;
  readonly code: S3Code;
}

const checksumHeaders: Readonly<Record<string, Algorithm>> = {
  "x-amz-checksum-crc32": "crc32",
  "x-amz-checksum-crc32c": "crc32c",
  "x-amz-checksum-crc64nvme": "crc64nvme",
  "x-amz-checksum-sha1": "sha1",
  "x-amz-checksum-sha256": "sha256",
};

/** The digest that a header or trailer of that name announces; undefined when it announces none we compute. */
export function readDigest(name: string, value: string): ExpectedDigest | undefined {
  if (name === "content-md5") return { algorithm: "md5", value: base64(value, 16), code: "BadDigest" };
  const algorithm = checksumHeaders[name];
  return algorithm && { algorithm, value: base64(value, sizes[algorithm]), code: "BadDigest" };
}

/** The algorithm a trailer of that name will need: it has to be computed before the value is known. */
export const trailerAlgorithm = (name: string): Algorithm | undefined => checksumHeaders[name.trim().toLowerCase()];

const sizes = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
} as const satisfies Record<Algorithm, number>;

function base64(text: string, size: number): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== size || bytes.toString("base64") !== text)
    throw new S3Problem("InvalidDigest", `"${text}" is not a digest of ${size} bytes in base64`);
  return bytes;
}

/** From here on another core computes the MD5. */
const LARGE_BYTES = 4 * 1024 * 1024;

/** Follows a payload and judges it at its end. Its MD5 is always known then: it is the object's ETag. */
export class PayloadCheck {
  readonly #expected: Expected;
  readonly #digests = new Map<Algorithm, Digest>();
  readonly #parallelMd5: ParallelMd5 | undefined;
  readonly #late: ExpectedDigest[] = [];
  #length = 0;

  /** @param trailers what has to be computed for digests that come after the payload */
  constructor(expected: Expected, trailers: readonly Algorithm[] = []) {
    this.#expected = expected;
    const algorithms = new Set(["md5" as const, ...expected.digests.map((each) => each.algorithm), ...trailers]);
    if ((expected.length ?? Number.POSITIVE_INFINITY) >= LARGE_BYTES) {
      algorithms.delete("md5");
      this.#parallelMd5 = new ParallelMd5();
    }
    for (const algorithm of algorithms) this.#digests.set(algorithm, startDigest(algorithm));
  }

  async update(bytes: Uint8Array): Promise<void> {
    this.#length += bytes.length;
    if (this.#expected.length !== undefined && this.#length > this.#expected.length)
      throw new S3Problem("IncompleteBody", "The payload is longer than announced");
    for (const digest of this.#digests.values()) digest.update(bytes);
    await this.#parallelMd5?.update(bytes);
  }

  /** Nothing more will come. */
  giveUp(): void {
    this.#parallelMd5?.drop();
  }

  /** A digest that came with the trailer. */
  expect(digest: ExpectedDigest): void {
    this.#late.push(digest);
  }

  /** The MD5 in hex. @throws S3Problem when anything is not as announced */
  async finish(): Promise<string> {
    if (this.#expected.length !== undefined && this.#length !== this.#expected.length)
      throw new S3Problem("IncompleteBody", `The payload has ${this.#length} bytes, not ${this.#expected.length}`);
    const found = new Map([...this.#digests].map(([algorithm, digest]) => [algorithm, digest.finish()]));
    if (this.#parallelMd5) found.set("md5", await this.#parallelMd5.finish());
    for (const { algorithm, value, code } of [...this.#expected.digests, ...this.#late])
      if (found.get(algorithm)?.equals(value) === false)
        throw new S3Problem(code, `The payload's ${algorithm} is not the one announced; it was changed on its way`);
    return found.get("md5")?.toString("hex") ?? "";
  }
}

function startDigest(algorithm: Algorithm): Digest {
  switch (algorithm) {
    case "crc32":
      return startCrc(crc32);
    case "crc32c":
      return startCrc(crc32c);
    case "crc64nvme":
      return new Crc64Nvme();
    case "md5":
    case "sha1":
    case "sha256": {
      const hash = createHash(algorithm);
      return { update: (bytes) => hash.update(bytes), finish: () => hash.digest() };
    }
  }
}

/** @param next the checksum of what came before and of these bytes */
function startCrc(next: (bytes: Uint8Array, before: number) => number): Digest {
  let value = 0;
  return {
    update(bytes) {
      value = next(bytes, value);
    },
    finish() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

/** Follows an object that is put together here, against what the client says of the whole of it. */
export class ObjectCheck {
  readonly #expected: readonly ExpectedDigest[];
  readonly #digests: ReadonlyMap<Algorithm, Digest>;

  constructor(expected: readonly ExpectedDigest[]) {
    this.#expected = expected;
    this.#digests = new Map(expected.map(({ algorithm }) => [algorithm, startDigest(algorithm)]));
  }

  update(bytes: Uint8Array): void {
    for (const digest of this.#digests.values()) digest.update(bytes);
  }

  /** @throws S3Problem BadDigest */
  finish(): void {
    const found = new Map([...this.#digests].map(([algorithm, digest]) => [algorithm, digest.finish()]));
    for (const { algorithm, value, code } of this.#expected)
      if (found.get(algorithm)?.equals(value) === false)
        throw new S3Problem(code, `The ${algorithm} of the whole object is not the one announced; upload it again`);
  }
}

/**
 * What the completion of an upload says of the whole object. A checksum of the parts' checksums (`…-3`) is taken as
 * said: each part was checked when it came.
 */
export const readObjectDigests = (headers: ReadonlyMap<string, string>): ExpectedDigest[] =>
  [...headers].flatMap(([name, value]) =>
    isChecksum(name) && !/-\d+$/.test(value) ? (readDigest(name, value) ?? []) : [],
  );

/** Whether a header says what the checksum of something is. */
export const isChecksum = (name: string): boolean => Object.hasOwn(checksumHeaders, name);

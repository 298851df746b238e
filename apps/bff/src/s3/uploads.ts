/**
 * Uploads in parts: each is a directory `.uploads/<id>` of the blob tree, beside the buckets, until it is completed.
 *
 * A part is a file named by its number, MD5 and size; sending it again replaces it. So an upload outlives a restart,
 * and what a crash left of a part is not one. Uploads that nobody went on with for a week are removed at the start.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../error-code.ts";
import { type ExpectedDigest, ObjectCheck } from "./body/checksums.ts";
import { joinFiles } from "./objects/fill.ts";
import { compareKeys } from "./objects/listing.ts";
import type { ObjectHeaders, Objects, StoredObject } from "./objects/objects.ts";
import { S3Problem } from "./s3-problem.ts";

export interface Uploads {
  /** Resolves to its id. */
  begin(key: string, headers: ObjectHeaders): Promise<string>;
  /** @param fill writes the part to the path it is given and resolves to its MD5, which is its ETag */
  putPart(id: string, key: string, number: number, fill: (path: string) => Promise<string>): Promise<string>;
  /** Makes the object of the parts named, in ascending order. Asked again it answers the same. */
  complete(id: string, key: string, parts: readonly PartReference[], options?: CompleteOptions): Promise<StoredObject>;
  abandon(id: string, key: string): Promise<void>;
  /** What has come of one, by number. */
  parts(id: string, key: string): Promise<StoredPart[]>;
  /** All that are under way, by key and then by when they began. */
  underWay(): Promise<UploadUnderWay[]>;
}

interface CompleteOptions {
  /** Throws where what is there now must stay. */
  readonly allow?: (present: StoredObject | undefined) => void;
  /** What the client says of the whole object. */
  readonly digests?: readonly ExpectedDigest[];
}

interface StoredPart extends PartReference {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export interface UploadUnderWay {
  readonly id: string;
  readonly key: string;
  readonly begunAtMs: number;
}

export interface PartReference {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

const UPLOADS = ".uploads";
const ABOUT = "upload.json";
const KEPT_MS = 7 * 24 * 3_600_000;
/** How many completed uploads are remembered for a client that did not hear the answer. */
const REMEMBERED = 1000;
export const MAX_PARTS = 10_000;

export async function openUploads(objects: Objects, now: () => number): Promise<Uploads> {
  const top = join(objects.blobs.root, UPLOADS);
  await mkdir(top, { recursive: true });
  await removeForgotten(top, now() - KEPT_MS);
  const completions = new Map<string, { readonly key: string; readonly object: Promise<StoredObject> }>();

  async function about(id: string, key: string): Promise<{ readonly folder: string; readonly headers: ObjectHeaders }> {
    if (!/^[0-9a-f]{32}$/.test(id)) throw noSuchUpload();
    const folder = join(top, id);
    const text = await readFile(join(folder, ABOUT), "utf8").catch(() => undefined);
    const known = text === undefined ? undefined : (JSON.parse(text) as UploadAbout); // written by `begin` alone
    if (known?.key !== key) throw noSuchUpload();
    return { folder, headers: known.headers };
  }

  return {
    async begin(key, headers) {
      const id = randomUUID().replaceAll("-", "");
      await mkdir(join(top, id));
      const known: UploadAbout = { key, headers };
      await writeFile(join(top, id, ABOUT), JSON.stringify(known));
      return id;
    },

    async putPart(id, key, number, fill) {
      const { folder } = await about(id, key);
      const draft = join(folder, `draft-${randomUUID()}`);
      try {
        const md5 = await fill(draft);
        const name = partName(number, md5);
        renameSync(draft, join(folder, name));
        for (const other of readdirSync(folder))
          if (other !== name && other.startsWith(partName(number, ""))) rmSync(join(folder, other));
        return md5;
      } catch (reason) {
        await rm(draft, { force: true });
        if (codeOf(reason) === "ENOENT") throw noSuchUpload(); // given up while the part came
        throw reason;
      }
    },

    complete(id, key, parts, options = {}) {
      const known = completions.get(id);
      if (known?.key === key) return known.object;
      const object = assemble(id, key, parts, options);
      completions.set(id, { key, object });
      object.catch(() => completions.delete(id));
      const [oldest] = completions.keys();
      if (completions.size > REMEMBERED && oldest !== undefined) completions.delete(oldest);
      return object;
    },

    async abandon(id, key) {
      const { folder } = await about(id, key);
      await rm(folder, { recursive: true, force: true });
    },

    async parts(id, key) {
      const { folder } = await about(id, key);
      const names = (await readdir(folder)).filter((name) => partPattern.test(name)).sort();
      const found = await Promise.all(names.map((name) => storedPart(folder, name)));
      return found.filter((part) => part !== undefined);
    },

    async underWay() {
      const found = await Promise.all((await readdir(top)).map((id) => uploadUnderWay(join(top, id), id)));
      return found
        .filter((upload) => upload !== undefined)
        .sort((one, other) => compareKeys(one.key, other.key) || one.begunAtMs - other.begunAtMs);
    },
  };

  async function assemble(
    id: string,
    key: string,
    parts: readonly PartReference[],
    { allow, digests = [] }: CompleteOptions,
  ): Promise<StoredObject> {
    const { folder, headers } = await about(id, key);
    const names = partNames(await readdir(folder), parts);
    const etag = etagOf(parts);
    const check = new ObjectCheck(digests);
    const object = await objects.put(
      key,
      headers,
      async (path) => {
        await joinFiles(
          path,
          names.map((name) => join(folder, name)),
          (bytes) => check.update(bytes),
        );
        check.finish();
        return etag;
      },
      allow,
    );
    await rm(folder, { recursive: true, force: true });
    return object;
  }
}

interface UploadAbout {
  readonly key: string;
  readonly headers: ObjectHeaders;
}

const partName = (number: number, md5: string): string => `${String(number).padStart(5, "0")}-${md5}`;

const partPattern = /^(\d{5})-([0-9a-f]{32})$/;

/** Undefined where it was replaced or given up meanwhile. */
async function storedPart(folder: string, name: string): Promise<StoredPart | undefined> {
  const [, number = "", etag = ""] = partPattern.exec(name) ?? [];
  const found = await stat(join(folder, name)).catch(() => undefined);
  return found && { number: Number(number), etag, sizeBytes: found.size, modifiedAtMs: found.mtimeMs };
}

/** Undefined where it is just being begun, completed or given up. */
async function uploadUnderWay(folder: string, id: string): Promise<UploadUnderWay | undefined> {
  const file = join(folder, ABOUT);
  try {
    const [text, { mtimeMs }] = [await readFile(file, "utf8"), await stat(file)];
    const { key } = JSON.parse(text) as UploadAbout; // written by `begin` alone
    return { id, key, begunAtMs: mtimeMs };
  } catch {
    return undefined;
  }
}

function partNames(present: readonly string[], parts: readonly PartReference[]): string[] {
  const known = new Set(present);
  if (parts.length === 0) throw new S3Problem("MalformedXML", "An upload is completed with at least one part");
  return parts.map(({ number, etag }, at) => {
    if (number <= (parts[at - 1]?.number ?? 0))
      throw new S3Problem("InvalidPartOrder", "Parts are named in ascending order of their numbers");
    const name = partName(number, etag);
    if (!known.has(name))
      throw new S3Problem("InvalidPart", `Part ${number} with that ETag was not sent; send it again`);
    return name;
  });
}

/** The MD5 of all parts' MD5s, and how many there are: what S3 gives, so that clients can check it. */
function etagOf(parts: readonly PartReference[]): string {
  const hash = createHash("md5");
  for (const { etag } of parts) hash.update(Buffer.from(etag, "hex"));
  return `${hash.digest("hex")}-${parts.length}`;
}

const noSuchUpload = () =>
  new S3Problem("NoSuchUpload", "There is no such upload: it was completed, given up, or never begun; begin it again");

async function removeForgotten(top: string, before: number): Promise<void> {
  for (const id of await readdir(top)) {
    const folder = join(top, id);
    if ((await stat(folder)).mtimeMs < before) await rm(folder, { recursive: true, force: true });
  }
}

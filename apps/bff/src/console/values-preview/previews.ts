/**
 * What is behind a URI, as far as it is worth looking at: a table's first rows and what its columns hold, the beginning of
 * a text, what a folder has. Only ranges are read, and only of this server's store (own-object.ts). The bytes themselves:
 * raw.ts.
 */
import { open } from "node:fs/promises";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Uri } from "@skein/engine/run";
import {
  type PreviewValueRequest,
  type ValuePreview,
  ValuePreviewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { parsePlainJson } from "@skein/spec/plain-json";
import type { Blobs } from "../../blobs/blobs.ts";
import { codeOf } from "../../error-code.ts";
import { NothingStored, requireOwnKey } from "./own-object.ts";
import { HEAD_BYTES, type Recognised, recognise, type TableFormat } from "./recognise.ts";
import { readTable } from "./table/read-table.ts";
import { NotReadable } from "./table/source.ts";
import { decodeText } from "./text.ts";

/** Of a text. */
const TEXT_BYTES = 256 * 1024;
/** Of JSON that is shown as a tree; more is text. */
const JSON_BYTES = 1024 * 1024;
const BINARY_BYTES = 512;
const MOST_ENTRIES = 500;
/** Of a dataset: more are not counted. */
const MOST_PARTS = 500;
/** Of a folder, wanted or not. */
const MOST_VISITED = 20_000;

export interface ValuePreviews {
  /** @throws OutsideStore, InvalidBlobUri, NothingStored, NotReadable */
  preview(request: PreviewValueRequest, signal: AbortSignal): Promise<ValuePreview>;
}

type Stored = Pick<Blobs, "pathOf" | "size" | "list" | "makeFile">;
type Content = MessageInitShape<typeof ValuePreviewSchema>;

export function openValuePreviews(blobs: Stored): ValuePreviews {
  /** What is there; undefined when it is no object. */
  async function sizeOf(uri: Uri): Promise<number | undefined> {
    const size = uri.endsWith("/") ? undefined : await blobs.size(uri);
    if (size !== undefined) blobs.makeFile(uri); // it may be kept elsewhere
    return size;
  }

  async function previewObject(uri: Uri, sizeBytes: number, format: string, signal: AbortSignal): Promise<Content> {
    const path = blobs.pathOf(uri);
    const head = await readHead(path, HEAD_BYTES);
    const found = recognise(head, format, uri);
    return { uri, sizeBytes: BigInt(sizeBytes), ...(await contentOf(found, path, sizeBytes, head, signal)) };
  }

  async function previewDataset(uri: Uri, format: string, signal: AbortSignal): Promise<Content | undefined> {
    const { entries, truncated } = await listOf(uri, MOST_PARTS, signal, (path) => !/(^|\/)[._]/.test(path));
    const [first] = entries;
    if (!first) return undefined;
    const firstUri = `${uri}/${first.path}`;
    const found = recognise(await readHead(blobs.pathOf(firstUri), HEAD_BYTES), format, firstUri);
    if (found.kind !== "table") return undefined;
    const paths = entries.map((each) => blobs.pathOf(`${uri}/${each.path}`));
    const read = await readTable({ format: found.format, paths }, signal).catch((reason: unknown) => {
      if (reason instanceof NotReadable) return undefined; // then what is there is shown as files
      throw reason;
    });
    if (!read) return undefined;
    const { totalRows, ...table } = read;
    return {
      uri: firstUri,
      sizeBytes: BigInt(first.sizeBytes),
      format: tableNames[found.format],
      content: {
        case: "table",
        value: { ...table, ...(totalRows !== undefined && !truncated && { totalRows }) },
      },
    };
  }

  async function listOf(uri: Uri, most: number, signal: AbortSignal, wanted: (path: string) => boolean) {
    const entries: { path: string; sizeBytes: number }[] = [];
    let visited = 0;
    for await (const { uri: each, sizeBytes } of blobs.list(uri)) {
      signal.throwIfAborted();
      visited += 1;
      if (visited > MOST_VISITED) return { entries, truncated: true };
      const path = each.slice(uri.length + 1);
      if (!wanted(path)) continue;
      if (entries.length >= most) return { entries, truncated: true };
      entries.push({ path, sizeBytes });
    }
    return { entries, truncated: false };
  }

  async function lookInto({ uri: asked, format, dataset }: PreviewValueRequest, signal: AbortSignal) {
    const uri = asked.replace(/\/$/, "");
    const sizeBytes = await sizeOf(asked);
    if (sizeBytes !== undefined) return create(ValuePreviewSchema, await previewObject(uri, sizeBytes, format, signal));
    const table = dataset ? await previewDataset(uri, format, signal) : undefined;
    if (table) return create(ValuePreviewSchema, table);
    const { entries, truncated } = await listOf(uri, MOST_ENTRIES, signal, () => true);
    if (entries.length === 0) throw new NothingStored(uri);
    return create(ValuePreviewSchema, {
      uri,
      sizeBytes: BigInt(entries.reduce((sum, each) => sum + each.sizeBytes, 0)),
      format: "folder",
      content: {
        case: "folder",
        value: { entries: entries.map((each) => ({ ...each, sizeBytes: BigInt(each.sizeBytes) })), truncated },
      },
    });
  }

  return {
    async preview(request, signal) {
      requireOwnKey(request.uri);
      try {
        return await lookInto(request, signal);
      } catch (cause) {
        // Between being found and being read it can be removed.
        if (codeOf(cause) === "ENOENT") throw new NothingStored(request.uri, { cause });
        throw cause;
      }
    },
  };
}

const tableNames = { csv: "CSV", jsonl: "JSON Lines", parquet: "Parquet" } as const satisfies Record<
  TableFormat,
  string
>;

async function contentOf(
  found: Recognised,
  path: string,
  sizeBytes: number,
  head: Uint8Array,
  signal: AbortSignal,
): Promise<Content> {
  switch (found.kind) {
    case "table": {
      const table = await readTable({ format: found.format, paths: [path] }, signal);
      return { format: tableNames[found.format], content: { case: "table", value: table } };
    }
    case "media": {
      const { media, contentType } = found;
      return { format: contentType, content: { case: "media", value: { kind: media, contentType } } };
    }
    case "json":
      return (sizeBytes < JSON_BYTES ? await jsonOf(path) : undefined) ?? textOf(path, sizeBytes);
    case "text":
      return textOf(path, sizeBytes);
    case "binary":
      return binaryOf(head);
    default:
      return assertNever(found, "kind of an object");
  }
}

/** Undefined when it is not valid after all. */
async function jsonOf(path: string): Promise<Content | undefined> {
  const { text } = decodeText(await readHead(path, JSON_BYTES)) ?? {};
  if (text === undefined || parsePlainJson(text).problem) return undefined;
  return { format: "JSON", content: { case: "json", value: text } };
}

async function textOf(path: string, sizeBytes: number): Promise<Content> {
  const bytes = await readHead(path, TEXT_BYTES);
  const decoded = decodeText(bytes);
  if (!decoded) return binaryOf(bytes);
  const { text, encoding } = decoded;
  return {
    format: "text",
    content: { case: "text", value: { text, encoding, truncated: sizeBytes > bytes.length } },
  };
}

const binaryOf = (head: Uint8Array): Content => ({
  format: "binary",
  content: { case: "binary", value: { head: head.slice(0, BINARY_BYTES) } },
});

/** The first bytes of a file, as many as there are. */
async function readHead(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.min(most, size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

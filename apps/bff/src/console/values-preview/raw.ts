/**
 * The bytes of objects, for the console: `raw?uri=` gives them, or a part of them, `player?uri=` is a page that plays them.
 *
 * They are of somebody's making and may pretend to be anything. What is not an image, a sound, a film or a PDF by its
 * bytes is a file to save, without a type; what is one may do nothing beside being shown: it loads nothing, runs nothing,
 * and only our own pages frame it. The console's own page may play nothing, so films and sounds have a page of their own.
 */
import { closeSync, readSync } from "node:fs";
import type { Uri } from "@skein/engine/run";
import { MediaPreview_Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import { type Request, type RequestHandler, type Response, Router } from "express";
import type { Objects, StoredObject } from "../../s3/objects/objects.ts";
import { parseRange } from "../../s3/objects/range.ts";
import { sendFile } from "../../s3/objects/send-file.ts";
import { S3Problem } from "../../s3/s3-problem.ts";
import { NothingStored, requireOwnKey } from "./own-object.ts";
import { HEAD_BYTES, type Recognised, recognise } from "./recognise.ts";

type Media = Extract<Recognised, { kind: "media" }>;

/** No script, no request, no form, no link out; of no origin. */
const sealed = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
/** A browser's viewer of PDFs does not run in a sandbox, and needs its own object and style. */
const sealedPdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
const player = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** Answers `raw` and `player` below where it is mounted. */
export function valueFiles(objects: Pick<Objects, "open">): RequestHandler {
  async function raw(request: Request, response: Response): Promise<void> {
    const uri = uriOf(request);
    const { object, file } = openObject(objects, uri);
    try {
      const media = mediaOf(file, text(request, "format"), uri);
      const isSaved = media === undefined || text(request, "download") !== "";
      writeHeaders(response, object, isSaved ? undefined : media, nameOf(uri));
      const range = parseRange(request.headers.range, object.sizeBytes);
      const { start, end } = range ?? { start: 0, end: object.sizeBytes - 1 };
      if (range) response.status(206).set("content-range", `bytes ${start}-${end}/${object.sizeBytes}`);
      response.set("content-length", String(end - start + 1));
      if (request.method === "HEAD" || end < start) {
        closeSync(file);
        response.end();
        return;
      }
      response.flushHeaders();
      // It closes the file.
      await sendFile(file, { start, end }, response).catch(() => response.destroy());
    } catch (reason) {
      closeSync(file);
      if (!(reason instanceof S3Problem)) throw reason;
      response.status(416).set("content-range", `bytes */${object.sizeBytes}`).type("text/plain").send(reason.message);
    }
  }

  function play(request: Request, response: Response): void {
    const uri = uriOf(request);
    const { file } = openObject(objects, uri);
    const format = text(request, "format");
    let media: Media | undefined;
    try {
      media = mediaOf(file, format, uri);
    } finally {
      closeSync(file);
    }
    const tag = media?.media === MediaPreview_Kind.AUDIO ? "audio" : "video";
    // encodeURIComponent leaves nothing that a quoted attribute could end by.
    const source = `raw?uri=${encodeURIComponent(uri)}&amp;format=${encodeURIComponent(format)}`;
    response.removeHeader("x-frame-options");
    response
      .set({ "content-security-policy": player, "cache-control": "no-store" })
      .type("text/html; charset=utf-8")
      .send(
        `<!doctype html><meta charset="utf-8"><title>Player</title><style>html{color-scheme:light dark;height:100%}` +
          `body{margin:0;height:100%}audio,video{display:block;width:100%;height:100%}</style>` +
          `<${tag} controls preload="metadata" src="${source}"></${tag}>`,
      );
  }

  const router = Router();
  router.get("/raw", (request, response, next) => void raw(request, response).catch(answerProblem(response, next)));
  router.get("/player", (request, response, next) => {
    try {
      play(request, response);
    } catch (reason) {
      answerProblem(response, next)(reason);
    }
  });
  return router;
}

const uriOf = (request: Request): Uri => text(request, "uri");

/** Of a parameter that is given once. */
function text({ query }: Request, name: string): string {
  const value = query[name];
  return typeof value === "string" ? value : "";
}

/** @throws OutsideStore, InvalidBlobUri, NothingStored */
function openObject(objects: Pick<Objects, "open">, uri: Uri) {
  const opened = objects.open(requireOwnKey(uri));
  if (!opened) throw new NothingStored(uri);
  return opened;
}

function mediaOf(file: number, format: string, uri: Uri): Media | undefined {
  const head = Buffer.alloc(HEAD_BYTES);
  const length = readSync(file, head, 0, HEAD_BYTES, 0);
  const found = recognise(head.subarray(0, length), format, uri);
  return found.kind === "media" ? found : undefined;
}

const nameOf = (uri: Uri): string => uri.replace(/\/$/, "").replace(/^.*\//s, "");

function writeHeaders(response: Response, object: StoredObject, media: Media | undefined, name: string): void {
  const isPdf = media?.media === MediaPreview_Kind.PDF;
  if (isPdf) response.removeHeader("x-frame-options");
  response.set({
    "content-type": media?.contentType ?? "application/octet-stream",
    "content-security-policy": isPdf ? sealedPdf : sealed,
    "x-content-type-options": "nosniff",
    "content-disposition": `${media ? "inline" : "attachment"}; filename*=UTF-8''${encodeName(name)}`,
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "last-modified": new Date(object.modifiedAtMs).toUTCString(),
    etag: `"${object.etag}"`,
  });
}

/** RFC 8187: what encodeURIComponent leaves as it is, and may not stay so, as well. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const answerProblem = (response: Response, next: (reason: unknown) => void) => (reason: unknown) => {
  if (!(reason instanceof Problem) || response.headersSent) next(reason);
  else
    response
      .status(reason.kind === "notFound" ? 404 : 400)
      .type("text/plain")
      .send(reason.message);
};

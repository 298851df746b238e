import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { openBlobs } from "../../blobs/blobs.ts";
import { bucket } from "../../blobs/prefixes.ts";
import { openObjects } from "../../s3/objects/objects.ts";
import { securityHeaders } from "../../security-headers.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { valueFiles } from "./raw.ts";

const folder = mkdtempSync(join(tmpdir(), "skein-raw-"));
const png = `\x89PNG\r\n\x1a\n${"0123456789".repeat(10)}`;
const files = {
  "a/picture": png,
  "a/page.png": "<script>alert(1)</script>",
  "a/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  "a/report.pdf": "%PDF-1.7\n",
  "a/sound.wav": "RIFF\0\0\0\0WAVEfmt ",
  "a/film": "\0\0\0\x18ftypisom",
  'a/it\'s (a) "name"\r\n.txt': "text",
  "a/empty": "",
};
let db: Database;
let server: Server;
let origin: string;
beforeAll(async () => {
  db = openDatabase(join(folder, "skein.db"));
  const blobs = await openBlobs(join(folder, "blobs"));
  for (const [key, content] of Object.entries(files))
    await blobs.write(`s3://${bucket}/${key}`, Buffer.from(content, "latin1"));
  const app = express();
  app.use(securityHeaders(false));
  app.use("/console/values", valueFiles(openObjects(blobs, db)));
  server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/console/values`;
});
afterAll(() => {
  server.close();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (key: string, query = "", init: RequestInit = {}) =>
  fetch(`${origin}/raw?uri=${encodeURIComponent(`s3://${bucket}/${key}`)}${query}`, init);

describe("bytes", () => {
  it.each([
    ["a/picture", "", "image/png", "inline"],
    ["a/drawing.svg", "", "image/svg+xml", "inline"],
    ["a/sound.wav", "", "audio/wav", "inline"],
    ["a/film", "", "video/mp4", "inline"],
    ["a/report.pdf", "", "application/pdf", "inline"],
    ["a/page.png", "", "application/octet-stream", "attachment"],
    ["a/page.png", "&format=html", "application/octet-stream", "attachment"],
    ["a/page.png", "&format=svg", "application/octet-stream", "attachment"],
    ["a/empty", "", "application/octet-stream", "attachment"],
    ["a/picture", "&download=1", "application/octet-stream", "attachment"],
    ["a/report.pdf", "&download=1", "application/octet-stream", "attachment"],
  ])("%s%s goes out as %s, %s", async (key, query, type, disposition) => {
    const { status, headers } = await get(key, query);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe(type);
    expect(headers.get("content-disposition")).toMatch(new RegExp(`^${disposition}; filename`));
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")?.includes("sandbox")).toBe(type !== "application/pdf");
    expect(headers.get("x-frame-options")).toBe(type === "application/pdf" ? null : "DENY");
  });

  test("a name cannot break its header", async () => {
    const name = 'a/it\'s (a) "name"\r\n.txt';
    const { headers } = await get(name);
    expect(headers.get("content-disposition")).toBe(
      "attachment; filename*=UTF-8''it%27s%20%28a%29%20%22name%22%0D%0A.txt",
    );
  });

  it.each([
    ["bytes=0-3", 206, png.slice(0, 4), `bytes 0-3/${png.length}`],
    ["bytes=100-", 206, png.slice(100), `bytes 100-${png.length - 1}/${png.length}`],
    ["bytes=-5", 206, png.slice(-5), `bytes ${png.length - 5}-${png.length - 1}/${png.length}`],
    ["bytes=0-99999", 206, png, `bytes 0-${png.length - 1}/${png.length}`],
    ["bytes=0-1,5-6", 200, png, null],
    ["lines=0-1", 200, png, null],
  ])("the range %s is answered by %i", async (range, status, bytes, contentRange) => {
    const answer = await get("a/picture", "", { headers: { range } });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([status, contentRange]);
    expect(Buffer.from(await answer.arrayBuffer()).toString("latin1")).toBe(bytes);
  });

  test("a range of nothing is refused with the size", async () => {
    const answer = await get("a/picture", "", { headers: { range: "bytes=5000-" } });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([416, `bytes */${png.length}`]);
  });

  test("the head alone says the size", async () => {
    const answer = await get("a/picture", "", { method: "HEAD" });
    expect([answer.headers.get("content-length"), answer.headers.get("accept-ranges")]).toEqual([
      String(png.length),
      "bytes",
    ]);
  });
});

describe("what is not ours", () => {
  it.each([
    ["raw?uri=file:///etc/passwd", 400],
    ["raw?uri=http://169.254.169.254/", 400],
    ["raw?uri=s3://another-bucket/a", 400],
    [`raw?uri=s3://${bucket}/../../etc/passwd`, 400],
    [`raw?uri=s3://${bucket}/%2e%2e/%2e%2e/etc/passwd`, 400],
    [`raw?uri=s3://${bucket}/a&uri=s3://${bucket}/b`, 400],
    ["raw", 400],
    [`raw?uri=s3://${bucket}/a`, 404],
    [`raw?uri=s3://${bucket}/nothing`, 404],
    ["player?uri=https://example.org/film.mp4", 400],
    [`player?uri=s3://${bucket}/nothing`, 404],
  ])("%s is answered by %i", async (path, status) => {
    expect((await fetch(`${origin}/${path}`)).status).toBe(status);
  });
});

test("a player plays only from here, runs nothing, and a name cannot break out of it", async () => {
  const uri = `s3://${bucket}/a/film`;
  const page = await fetch(
    `${origin}/player?uri=${encodeURIComponent(uri)}&format=${encodeURIComponent('"><script>')}`,
  );
  const text = await page.text();
  expect(text).toContain(`<video controls preload="metadata" src="raw?uri=${encodeURIComponent(uri)}&amp;format=`);
  expect(text).not.toContain("<script");
  expect(page.headers.get("x-frame-options")).toBeNull();
  const policy = page.headers.get("content-security-policy")?.split("; ");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("media-src 'self'");
  expect(policy).toContain("frame-ancestors 'self'");
  const sound = await fetch(`${origin}/player?uri=s3://${bucket}/a/sound.wav`);
  expect(await sound.text()).toContain("<audio controls");
});

import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { systemClock } from "../../run-loop/clock.ts";
import type { Engine } from "./engine.ts";
import { ImagePullFailed, InvalidImageName, openImages } from "./images.ts";

const never = new AbortController().signal;
const refused = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode, json: { message } });

/** An engine that answers images only; each pull takes the next of `pulls`: lines, or a failure. */
function engineWith(present: Set<string>, pulls: (readonly string[] | Error)[]) {
  const asked: string[] = [];
  const docker = {
    getImage: (name: string) => ({
      inspect: async () => {
        if (!present.has(name)) throw refused(404, `No such image: ${name}`);
        return { Id: `id of ${name}`, RepoDigests: [`${name}@sha256:1`] };
      },
    }),
    pull: async (name: string) => {
      asked.push(name);
      const next = pulls.shift() ?? [];
      if (next instanceof Error) throw next;
      if (!next.some((line) => line.includes("error"))) present.add(name);
      return Readable.from(next.map((line) => Buffer.from(`${line}\n`)));
    },
  };
  const engine: Engine = {
    state: () => ({ kind: "away", message: "" }),
    onState: () => () => {},
    // The fake has the two calls that are made, not the client's whole surface.
    insist: (call) => call(docker as never, undefined as never),
    wasAwayAt: () => false,
    metAt: () => undefined,
    wasSignalled: () => false,
    close: () => {},
  };
  return { images: openImages(engine, systemClock, [1, 1]), asked };
}

test("an image that is there is not pulled", async () => {
  const { images, asked } = engineWith(new Set(["busybox:1.36"]), []);
  const image = { id: "id of busybox:1.36", digest: "busybox:1.36@sha256:1" };
  expect(await images.ensure("busybox:1.36", () => {}, never)).toEqual(image);
  expect(asked).toEqual([]);
});

test("all who want one image share one pull and its progress", async () => {
  const line = JSON.stringify({ id: "a", status: "Downloading", progressDetail: { current: 38, total: 50 } });
  const { images, asked } = engineWith(new Set(), [[line]]);
  const heard: string[][] = [[], []];
  await Promise.all(heard.map((words) => images.ensure("x:1", (text) => words.push(text), never)));
  expect(asked).toEqual(["x:1"]);
  for (const words of heard) expect(words).toContain("pulling x:1, 38 %");
});

test("a pull is tried three times, then the image is named with the remedy", async () => {
  const denied = refused(404, "pull access denied");
  const { images, asked } = engineWith(new Set(), [denied, ['{"error":"manifest unknown"}'], denied]);
  const heard: string[] = [];
  const pulling = images.ensure("x:1", (text) => heard.push(text), never);
  await expect(pulling).rejects.toThrow(ImagePullFailed);
  await expect(pulling).rejects.toThrow(/^The image x:1 could not be pulled: pull access denied\..*docker pull x:1/);
  expect(asked).toHaveLength(3);
  expect(heard).toContain("pulling x:1 failed, tries again in 0.001 s: manifest unknown");
});

test("the second try may do", async () => {
  const { images } = engineWith(new Set(), [refused(500, "net/http: TLS handshake timeout"), []]);
  expect(await images.ensure("x:1", () => {}, never)).toMatchObject({ id: "id of x:1" });
});

test("who leaves does not end the pull of the others", async () => {
  const { images } = engineWith(new Set(), [[]]);
  const leaving = new AbortController();
  const [left, stays] = [images.ensure("x:1", () => {}, leaving.signal), images.ensure("x:1", () => {}, never)];
  leaving.abort(new Error("stopped"));
  await expect(left).rejects.toThrow("stopped");
  expect(await stays).toMatchObject({ id: "id of x:1" });
});

test.each([[""], ["Not An Image"]])("%j is refused without asking", async (text) => {
  const { images, asked } = engineWith(new Set(), []);
  await expect(images.ensure(text, () => {}, never)).rejects.toThrow(InvalidImageName);
  expect(asked).toEqual([]);
});

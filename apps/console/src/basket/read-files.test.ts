// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { addToBasket, emptyBasket, fillBasket, removeFromBasket } from "./basket.ts";
import { filesOfInput, MAX_UPLOAD_BYTES, readFiles, tooLarge } from "./read-files.ts";

const source = (name: string, text = "x") => ({ name, file: new File([text], name.split("/").at(-1) ?? name) });

test("files are read as bytes under the names they came with", async () => {
  const { files, refused } = await readFiles([source("a/b.yaml", "tasks: {}")]);
  expect(files.map(({ name, content }) => [name, new TextDecoder().decode(content)])).toEqual([
    ["a/b.yaml", "tasks: {}"],
  ]);
  expect(refused).toEqual([]);
});

test("a file over the limit is refused by its size, unread, with the remedy", async () => {
  const file = new File(["x"], "big.tgz");
  Object.defineProperty(file, "size", { value: 200_000_000 });
  file.arrayBuffer = () => Promise.reject(new TypeError("it must not be read"));
  const { files, refused } = await readFiles([{ name: "big.tgz", file }]);
  expect(files).toEqual([]);
  expect(refused[0]?.reason).toMatch(/200 MB is more than one upload may hold/);
});

test("a file that cannot be read is refused, the others are taken", async () => {
  const gone = new File(["x"], "gone.yaml");
  gone.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotFoundError"));
  const { files, refused } = await readFiles([{ name: "gone.yaml", file: gone }, source("kept.yaml")]);
  expect(files.map(({ name }) => name)).toEqual(["kept.yaml"]);
  expect(refused.map(({ name }) => name)).toEqual(["gone.yaml"]);
});

test("what folders hold for their own purposes is left behind", async () => {
  const names = ["w/.git/config", "w/.DS_Store", "w/node_modules/x.json", "w/a.yaml", "w/git.yaml"];
  const { files } = await readFiles(names.map((name) => source(name)));
  expect(files.map(({ name }) => name)).toEqual(["w/a.yaml", "w/git.yaml"]);
});

test("exactly the limit may be sent", () => {
  expect(tooLarge(MAX_UPLOAD_BYTES)).toBeUndefined();
  expect(tooLarge(MAX_UPLOAD_BYTES + 1)).toBeDefined();
});

test("no files are no sources", () => {
  expect(filesOfInput(null)).toEqual([]);
});

test("the basket's functions take any order", () => {
  fillBasket([{ name: "a", content: new Uint8Array(1) }]);
  addToBasket([{ name: "a", content: new Uint8Array(2) }]);
  removeFromBasket("not there");
  expect(() => emptyBasket()).not.toThrow();
});

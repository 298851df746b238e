// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  beginDraft,
  findDraft,
  listDrafts,
  onDraftsChanged,
  openDraft,
  openText,
  removeDraft,
  renameDraft,
  saveDraft,
} from "./draft-store.ts";

const scope = { project: "flytesnacks", domain: "development" };
const names = () => listDrafts(scope).map(({ name }) => name);

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
});

test("drafts are kept per project and domain, in the order they were begun", () => {
  beginDraft(scope, { name: "b.yaml", text: "b", origin: "" }, 1);
  beginDraft(scope, { name: "a.yaml", text: "a", origin: "" }, 2);
  beginDraft({ ...scope, domain: "production" }, { name: "c.yaml", text: "c", origin: "" });
  expect(names()).toEqual(["b.yaml", "a.yaml"]);
  expect(findDraft(scope, "a.yaml")).toMatchObject({ text: "a", savedAt: 2 });
});

test("a name that is taken is not written over", () => {
  beginDraft(scope, { name: "a.yaml", text: "first", origin: "" }, 1);
  expect(beginDraft(scope, { name: "a.yaml", text: "second", origin: "" }, 2).name).toBe("a-2.yaml");
  expect(findDraft(scope, "a.yaml")?.text).toBe("first");
});

test("what was opened before is opened again, with what was written since", () => {
  const example = { name: "diamond.yaml", text: "as given", origin: "example:diamond.yaml" };
  const draft = openDraft(scope, example);
  saveDraft(scope, { ...draft, text: "written since" });
  expect(openDraft(scope, example).text).toBe("written since");
  expect(names()).toEqual(["diamond.yaml"]);
});

test("a file that changed since is a draft of its own; the same one is not", () => {
  openText(scope, { name: "a.yaml", text: "one", origin: "file:a.yaml" });
  openText(scope, { name: "a.yaml", text: "one", origin: "file:a.yaml" });
  expect(names()).toEqual(["a.yaml"]);
  openText(scope, { name: "a.yaml", text: "two", origin: "file:a.yaml" });
  expect(names()).toEqual(["a.yaml", "a-2.yaml"]);
});

test("renaming keeps the text, and refuses a name that is taken", () => {
  beginDraft(scope, { name: "a.yaml", text: "a", origin: "" }, 1);
  beginDraft(scope, { name: "b.yaml", text: "b", origin: "" }, 2);
  expect(renameDraft(scope, "a.yaml", "b.yaml")).toBeUndefined();
  expect(renameDraft(scope, "gone.yaml", "c.yaml")).toBeUndefined();
  expect(renameDraft(scope, "a.yaml", "c.yaml")?.text).toBe("a");
  expect(names()).toEqual(["c.yaml", "b.yaml"]);
  removeDraft(scope, "c.yaml");
  expect(names()).toEqual(["b.yaml"]);
});

test("changes are told, those of other tabs too; other keys are nobody's business here", () => {
  const listener = vi.fn();
  const stop = onDraftsChanged(listener);
  beginDraft(scope, { name: "a.yaml", text: "a", origin: "" });
  expect(listener).toHaveBeenCalledTimes(1);
  dispatchEvent(new StorageEvent("storage", { key: "skein.draft/x/y/z" }));
  expect(listener).toHaveBeenCalledTimes(2);
  dispatchEvent(new StorageEvent("storage", { key: "skein.preferences" }));
  expect(listener).toHaveBeenCalledTimes(2);
  stop();
  removeDraft(scope, "a.yaml");
  expect(listener).toHaveBeenCalledTimes(2);
});

test("storage that is full keeps nothing, and the draft lives on with the page", () => {
  const draft = beginDraft(scope, { name: "a.yaml", text: "a", origin: "" });
  const full = new Proxy(localStorage, {
    get: (storage, key) => {
      if (key === "setItem") throw new DOMException("full", "QuotaExceededError");
      const value: unknown = Reflect.get(storage, key, storage);
      return typeof value === "function" ? value.bind(storage) : value;
    },
  });
  vi.stubGlobal("localStorage", full);
  expect(saveDraft(scope, { ...draft, text: "longer" })).toBe(false);
  expect(findDraft(scope, "a.yaml")?.text).toBe("longer");
  vi.unstubAllGlobals();
  expect(saveDraft(scope, { ...draft, text: "longer still" })).toBe(true);
  expect(findDraft(scope, "a.yaml")?.text).toBe("longer still");
  removeDraft(scope, "a.yaml");
  expect(names()).toEqual([]);
});

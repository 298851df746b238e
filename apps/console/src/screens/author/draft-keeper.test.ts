// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draftKey, formatDraft } from "../../drafts/draft.ts";
import { beginDraft, findDraft, listDrafts } from "../../drafts/draft-store.ts";
import { DraftKeeper, type KeeperNews, type Kept } from "./draft-keeper.ts";

const scope = { project: "flytesnacks", domain: "development" };

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(text = "as it was") {
  const draft = beginDraft(scope, { name: "a.yaml", text, origin: "" });
  const kept: Kept[] = [];
  const news: KeeperNews[] = [];
  const shown: string[] = [];
  const keeper = new DraftKeeper(scope, draft, {
    onKept: (each) => kept.push(each),
    onNews: (each) => news.push(each),
    replace: (each) => shown.push(each),
  });
  const stored = () => findDraft(scope, "a.yaml")?.text;
  return { keeper, kept, news, shown, stored };
}

/** What another tab does: its write is in storage before this one hears of it. */
function otherTabSaves(text: string): void {
  const draft = findDraft(scope, "a.yaml");
  if (!draft) throw new Error("There is no draft");
  const key = draftKey(scope, "a.yaml");
  localStorage.setItem(key, formatDraft({ ...draft, text, savedAt: 77, writer: "other" }));
  dispatchEvent(new StorageEvent("storage", { key }));
}

test("the text is kept a moment after the last key, once", () => {
  const { keeper, kept, stored } = setUp();
  keeper.edit("a");
  keeper.edit("ab");
  expect(stored()).toBe("as it was");
  vi.advanceTimersByTime(400);
  expect(stored()).toBe("ab");
  expect(kept).toHaveLength(1);
  expect(kept[0]?.isStored).toBe(true);
  keeper.close();
});

test("leaving keeps what was just typed", () => {
  const { keeper, stored } = setUp();
  keeper.edit("typed");
  keeper.close();
  expect(stored()).toBe("typed");
});

test("typing it back to what is kept writes nothing", () => {
  const { keeper, kept } = setUp();
  keeper.edit("x");
  keeper.edit("as it was");
  vi.advanceTimersByTime(400);
  keeper.save();
  expect(kept).toEqual([]);
  keeper.close();
});

test("another tab that saves is shown and told; what was here is handed over", () => {
  const { keeper, news, shown, stored } = setUp();
  otherTabSaves("theirs");
  expect(shown).toEqual(["theirs"]);
  expect(news).toEqual([{ kind: "taken", at: 77, mine: "as it was", copy: undefined }]);
  keeper.edit("theirs");
  vi.advanceTimersByTime(400);
  expect(stored()).toBe("theirs");
  keeper.close();
});

test("what was typed and not kept yet becomes a draft of its own", () => {
  const { keeper, news, stored } = setUp();
  keeper.edit("mine, unsaved");
  otherTabSaves("theirs");
  expect(news).toEqual([{ kind: "taken", at: 77, mine: "mine, unsaved", copy: "a-2.yaml" }]);
  expect(findDraft(scope, "a-2.yaml")?.text).toBe("mine, unsaved");
  expect(stored()).toBe("theirs");
  keeper.close();
});

test("the same text from another tab is no news", () => {
  const { keeper, news, shown } = setUp();
  otherTabSaves("as it was");
  expect([news, shown]).toEqual([[], []]);
  keeper.close();
});

test("a draft that another tab deleted is told, and comes back with the next change", () => {
  const { keeper, news, stored } = setUp();
  const key = draftKey(scope, "a.yaml");
  localStorage.removeItem(key);
  dispatchEvent(new StorageEvent("storage", { key }));
  expect(news).toEqual([{ kind: "gone" }]);
  keeper.edit("still here");
  vi.advanceTimersByTime(400);
  expect(stored()).toBe("still here");
  keeper.close();
});

test("a draft that was deleted here does not come back when it is left", () => {
  const { keeper } = setUp();
  localStorage.removeItem(draftKey(scope, "a.yaml"));
  keeper.close();
  expect(listDrafts(scope)).toEqual([]);
});

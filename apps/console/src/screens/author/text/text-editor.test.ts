// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Problem } from "../check/protocol.ts";
import { TextEditor } from "./text-editor.ts";

// happy-dom tells of a selection in the middle of making it, which no browser does and CodeMirror does not bear.
vi.spyOn(Selection.prototype, "collapse").mockImplementation(() => undefined);

const open: TextEditor[] = [];
afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
  document.body.textContent = "";
});

function setUp(text: string) {
  const parent = document.createElement("div");
  document.body.append(parent);
  const [onText, onCursor, register] = [vi.fn(), vi.fn(), vi.fn(() => true)];
  const editor = new TextEditor({
    parent,
    text,
    label: "Text of a.yaml",
    onText,
    onCursor,
    keys: [{ key: "Mod-Enter", run: register }],
  });
  open.push(editor);
  const content = parent.querySelector<HTMLElement>(".cm-content") ?? parent;
  const press = (key: string, more: KeyboardEventInit = {}) =>
    content.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  return { editor, parent, content, press, onText, onCursor, register };
}

const problem = (text: string, words: string, ...inserts: string[]): Problem => {
  const from = text.indexOf(words);
  return {
    code: "Some",
    severity: "error",
    message: `There is no "${words}"`,
    entity: "",
    nodeId: "",
    from,
    to: from + words.length,
    line: 1,
    col: from + 1,
    hints: inserts.map((insert) => ({
      text: `Did you mean "${insert}"?`,
      edit: { from, to: from + words.length, insert },
    })),
  };
};

test("it is named and says which keys help", () => {
  const { content } = setUp("a: b\n");
  expect(content.getAttribute("aria-label")).toBe("Text of a.yaml");
  expect(content.getAttribute("aria-describedby")).toBe("author-editor-keys");
});

describe("quick fixes", () => {
  test("the only one at the line is applied by Ctrl and a full stop, and is undone as one step", () => {
    const { editor, press, onText } = setUp("task: mkae\n");
    editor.setProblems("task: mkae\n", [problem("task: mkae\n", "mkae", "make")]);
    press(".", { ctrlKey: true });
    expect(editor.text).toBe("task: make\n");
    expect(onText).toHaveBeenLastCalledWith("task: make\n");
    press("z", { ctrlKey: true });
    expect(editor.text).toBe("task: mkae\n");
    press("y", { ctrlKey: true });
    expect(editor.text).toBe("task: make\n");
  });

  test("of several one is chosen with the arrows", async () => {
    const { editor, press, parent } = setUp("task: mkae\n");
    editor.setProblems("task: mkae\n", [problem("task: mkae\n", "mkae", "make", "mark")]);
    press(".", { ctrlKey: true });
    await vi.waitFor(() => expect(parent.querySelectorAll("[role=option]")).toHaveLength(2));
    press("ArrowDown");
    expect(parent.querySelector("[aria-selected=true]")?.textContent).toBe("Change to mark");
    press("Enter");
    expect(editor.text).toBe("task: mark\n");
  });

  test("the menu is left by Escape, and nothing changed", async () => {
    const { editor, press, parent } = setUp("task: mkae\n");
    editor.setProblems("task: mkae\n", [problem("task: mkae\n", "mkae", "make", "mark")]);
    press(".", { ctrlKey: true });
    await vi.waitFor(() => expect(parent.querySelector("[role=listbox]")).toBeTruthy());
    press("Escape");
    expect(parent.querySelector("[role=listbox]")).toBeNull();
    expect(editor.text).toBe("task: mkae\n");
  });

  test("those of a text that has changed are not offered", () => {
    const { editor, press } = setUp("task: mkae\n");
    editor.setProblems("another text", [problem("task: mkae\n", "mkae", "make")]);
    press(".", { ctrlKey: true });
    expect(editor.text).toBe("task: mkae\n");
    editor.setProblems("task: mkae\n", [problem("task: mkae\n", "mkae", "make")]);
    editor.apply({ from: 0, to: 0, insert: "# new\n" });
    press(".", { ctrlKey: true });
    expect(editor.text).toBe("# new\ntask: mkae\n");
  });
});

test("problems are underlined, and their line is tinted", () => {
  const { editor, parent } = setUp("a: 1\ntask: mkae\n");
  editor.setProblems("a: 1\ntask: mkae\n", [problem("a: 1\ntask: mkae\n", "mkae")]);
  expect(parent.querySelector(".cm-lintRange-error")?.textContent).toBe("mkae");
  expect(parent.querySelectorAll(".cm-error-line")).toHaveLength(1);
  editor.setProblems("a: 1\ntask: mkae\n", []);
  expect(parent.querySelector(".cm-error-line")).toBeNull();
});

test("F8 goes from problem to problem, and Shift F8 back", () => {
  const text = "aa: 1\nbb: 2\ncc: 3\n";
  const { editor, press, onCursor } = setUp(text);
  editor.setProblems(text, [problem(text, "bb"), problem(text, "cc")]);
  press("F8");
  expect(onCursor).toHaveBeenLastCalledWith(text.indexOf("bb") + 2);
  press("F8");
  expect(onCursor).toHaveBeenLastCalledWith(text.indexOf("cc") + 2);
  press("F8", { shiftKey: true });
  expect(onCursor).toHaveBeenLastCalledWith(text.indexOf("bb") + 2);
});

test("F1 says what stands at the cursor, until the cursor moves or Escape", async () => {
  const { editor, press, parent } = setUp("tasks:\n  t:\n    image: x\n");
  const card = () => parent.querySelector(".author-card")?.textContent;
  editor.reveal("tasks:\n  t:\n    ima".length);
  press("F1");
  await vi.waitFor(() => expect(card()).toContain("The container image"));
  press("Escape");
  expect(card()).toBeUndefined();
  press("F1");
  await vi.waitFor(() => expect(card()).toContain("image"));
  editor.reveal(0);
  expect(card()).toBeUndefined();
});

test("the lines of a node are marked, also after something was written above", () => {
  const text = "a: 1\nb:\n  c: 2\nd: 3\n";
  const { editor, parent } = setUp(text);
  editor.mark({ from: text.indexOf("b:"), to: text.indexOf("2") + 1 });
  const marked = () => [...parent.querySelectorAll(".cm-node-line")].map(({ textContent }) => textContent);
  expect(marked()).toEqual(["b:", "  c: 2"]);
  editor.apply({ from: 0, to: 0, insert: "# x\n" });
  expect(marked()).toEqual(["b:", "  c: 2"]);
  editor.mark(undefined);
  expect(marked()).toEqual([]);
});

test("another text in place of this one is one step, and touches only what differs", () => {
  const { editor, press, onText } = setUp("a: 1\nb: 2\nc: 3\n");
  editor.reveal(0);
  editor.replace("a: 1\nb: 20\nc: 3\n");
  expect(onText).toHaveBeenLastCalledWith("a: 1\nb: 20\nc: 3\n");
  press("z", { ctrlKey: true });
  expect(editor.text).toBe("a: 1\nb: 2\nc: 3\n");
  onText.mockClear();
  editor.replace("a: 1\nb: 2\nc: 3\n");
  expect(onText).not.toHaveBeenCalled();
});

test("keys of the screen come before those of the editor", () => {
  const { editor, press, register } = setUp("a: 1\n");
  press("Enter", { ctrlKey: true });
  expect(register).toHaveBeenCalledOnce();
  expect(editor.text).toBe("a: 1\n");
});

test("the cursor goes where it is shown to, also past the end", () => {
  const { editor, onCursor } = setUp("a: 1\n");
  editor.reveal(3);
  expect(onCursor).toHaveBeenLastCalledWith(3);
  editor.reveal(99);
  expect(onCursor).toHaveBeenLastCalledWith(5);
});

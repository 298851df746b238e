import { expect, it, test } from "vitest";
import { groupFrames } from "./frame.ts";
import { extentOf, isShort, piecesOf } from "./message-extent.ts";
import { findException, parseFailure, type Trace } from "./parse-failure.ts";

const traces = (text: string): Trace[] => parseFailure(text).filter((part) => part.kind === "trace");
const frameWords = ({ frames }: Trace) =>
  frames.map(({ file, line, name, isLibrary }) => `${isLibrary ? "library" : "own"} ${file}:${line} ${name}`);

const python = `Traceback (most recent call last):
  File "/usr/lib/python3.12/runpy.py", line 198, in _run_module_as_main
    return _run_code(code, main_globals, None,
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "<frozen runpy>", line 88, in _run_code
  File "/root/train/matrix.py", line 118, in build_matrix
    return frames.pivot(index="user")
           ~~~~~~~~~~~~^^^^^^^^^^^^^^
  File "/opt/venv/lib/python3.12/site-packages/pandas/core/frame.py", line 9025, in pivot
    return pivot(self)
ValueError: Index contains duplicate entries
  and a second line of the message`;

test("a Python stack becomes frames, its exception and its whole message", () => {
  const [trace, ...others] = parseFailure(python);
  expect(others).toEqual([]);
  expect(trace).toMatchObject({
    type: "ValueError",
    message: "Index contains duplicate entries\n  and a second line of the message",
    link: "",
  });
  expect(trace?.kind === "trace" && frameWords(trace)).toEqual([
    "library /usr/lib/python3.12/runpy.py:198 _run_module_as_main",
    "library <frozen runpy>:88 _run_code",
    "own /root/train/matrix.py:118 build_matrix",
    "library /opt/venv/lib/python3.12/site-packages/pandas/core/frame.py:9025 pivot",
  ]);
  expect(trace?.kind === "trace" && trace.frames[2]?.code).toEqual([
    'return frames.pivot(index="user")',
    "       ~~~~~~~~~~~~^^^^^^^^^^^^^^",
  ]);
});

test("words before and after a stack keep their place; control sequences are gone", () => {
  const parts = parseFailure(
    `Container c terminated with exit code 1. The last lines of its log:\n\u001b[31mloading\u001b[0m\n${python}`,
  );
  expect(parts.map(({ kind }) => kind)).toEqual(["text", "trace"]);
  expect(parts[0]).toMatchObject({ text: expect.stringMatching(/its log:\nloading$/) });
});

it.each([
  "During handling of the above exception, another exception occurred:",
  "The above exception was the direct cause of the following exception:",
])("a chain is kept: %s", (sentence) => {
  const text = `Traceback (most recent call last):
  File "a.py", line 1, in f
    g()
KeyError: 'x'

${sentence}

Traceback (most recent call last):
  File "b.py", line 2, in <module>
    f()
my.pkg.Broken: no x`;
  expect(traces(text).map(({ link, type, message }) => [link, type, message])).toEqual([
    ["", "KeyError", "'x'"],
    [sentence, "my.pkg.Broken", "no x"],
  ]);
  expect(parseFailure(text)).toHaveLength(2);
  expect(findException(parseFailure(text))).toMatchObject({ type: "my.pkg.Broken" });
});

test("flytekit's frame around a stack is read through, and what it says twice is said once", () => {
  const text = `Trace:

    Traceback (most recent call last):
      File "/usr/local/lib/python3.11/site-packages/flytekit/exceptions/scopes.py", line 219, in user_entry_point
        return wrapped(*args, **kwargs)
      File "/root/wf.py", line 9, in t1
        raise ValueError("no")
    ValueError: no

Message:

    ValueError: no

User error.`;
  const parts = parseFailure(text);
  expect(parts).toHaveLength(1);
  expect(parts[0]).toMatchObject({ type: "ValueError", message: "no" });
  expect(parts[0]?.kind === "trace" && parts[0].frames[1]?.code).toEqual(['raise ValueError("no")']);
});

test("a text that cannot be compiled shows its place and the mark under it", () => {
  const [trace] = traces(`  File "/root/wf.py", line 3
    print("a"
         ^
SyntaxError: '(' was never closed`);
  expect(trace).toMatchObject({ type: "SyntaxError", message: "'(' was never closed" });
  expect(trace?.frames).toEqual([
    { file: "/root/wf.py", line: 3, name: "", code: ['print("a"', "     ^"], isLibrary: false },
  ]);
});

test("the stacks of an exception group are read beside its lines", () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 4, in <module>
  |     raise ExceptionGroup("two", [one])
  | ExceptionGroup: two (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "a.py", line 2, in f
    |     raise ValueError("one")
    | ValueError: one
    +------------------------------------`;
  expect(traces(text).map(({ type, frames }) => [type, frames[0]?.code])).toEqual([
    ["ExceptionGroup", ['raise ExceptionGroup("two", [one])']],
    ["ValueError", ['raise ValueError("one")']],
  ]);
});

test("stacks of Java and Node are read too, with what caused them", () => {
  const java = `Exception in thread "main" java.lang.RuntimeException: cannot start
\tat com.acme.Job.main(Job.java:12)
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: java.io.IOException: no file
\tat com.acme.Files.open(Files.java:7)
\t... 3 more`;
  expect(traces(java).map((trace) => [trace.link, trace.type, trace.message, ...frameWords(trace)])).toEqual([
    [
      "",
      "java.lang.RuntimeException",
      "cannot start",
      "own Job.java:12 com.acme.Job.main",
      "library Thread.java:840 java.base/java.lang.Thread.run",
    ],
    ["Caused by", "java.io.IOException", "no file", "own Files.java:7 com.acme.Files.open"],
  ]);
  const node = `/app/main.js:3
    throw new TypeError("two\\nlines");

TypeError [ERR_X]: two
lines
    at run (/app/main.js:3:11)
    at Object.<anonymous> (/app/node_modules/x/index.js:1:1)
    at node:internal/main/run_main_module:36:49

Node.js v22.18.0`;
  const [trace] = traces(node);
  expect(trace).toMatchObject({ type: "TypeError", message: "two\nlines" });
  expect(trace && frameWords(trace)).toEqual([
    "own /app/main.js:3 run",
    "library /app/node_modules/x/index.js:1 Object.<anonymous>",
    "library node:internal/main/run_main_module:36 ",
  ]);
  expect(parseFailure(node).map(({ kind }) => kind)).toEqual(["text", "trace", "text"]);
});

it.each([
  "",
  "one line",
  "Traceback (most recent call last):",
  'File "a", line 1',
  "    at nothing in particular",
  "at 12:30 it failed (again)",
  '<img src=x onerror="alert(1)">',
])("what is no stack stays text: %j", (text) => {
  expect(parseFailure(text)).toEqual(text === "" ? [] : [{ kind: "text", text }]);
});

test("what is as long as it may be is read in no time, whatever it is", () => {
  const line = '  File "/root/a.py", line 1, in f';
  const began = performance.now();
  for (const text of [line, "    at a", "Error: x", "Traceback (most recent call last):", "(", " | "])
    parseFailure(`${text}\n`.repeat(Math.floor(48_000 / (text.length + 1))));
  parseFailure("x".repeat(48_000));
  parseFailure(`    at ${"(".repeat(40_000)}`);
  expect(performance.now() - began).toBeLessThan(3000);
});

test("library frames fold in runs, and the middle of a recursion folds too", () => {
  const frame = (isLibrary: boolean) => ({ file: "f", line: 1, name: "n", code: [], isLibrary });
  const shape = (libraries: readonly boolean[]) =>
    groupFrames(libraries.map(frame)).map(
      ({ frames, isFolded, isLibrary }) => `${frames.length}${isFolded ? " folded" : ""}${isLibrary ? " library" : ""}`,
    );
  expect(shape([])).toEqual([]);
  expect(shape([true, true, false, true, false, false])).toEqual(["2 folded library", "1", "1 folded library", "2"]);
  expect(shape(Array.from({ length: 1000 }, () => false))).toEqual(["8", "976 folded", "16"]);
});

test("a long message is cut in its middle, where lines end; nothing of it is lost from the count", () => {
  const text = Array.from({ length: 100_000 }, (_, at) => `line ${at}`).join("\n");
  const { head, left, tail } = extentOf(text);
  expect(head.length + left + tail.length).toBe(text.length);
  expect(head.length + tail.length).toBeLessThanOrEqual(48_000);
  expect([head.startsWith("line 0\n"), /^line \d+\n/.test(tail), tail.endsWith("line 99999")]).toEqual([
    true,
    true,
    true,
  ]);
  expect(extentOf("short")).toEqual({ head: "short", left: 0, tail: "" });
  expect(extentOf("x".repeat(1_000_000)).left).toBe(960_000);
  const pieces = piecesOf(text);
  expect([pieces.join("\n") === text, pieces.every((piece) => piece.length <= 8000)]).toEqual([true, true]);
  expect(piecesOf("x".repeat(20_000)).map((piece) => piece.length)).toEqual([8000, 8000, 4000]);
  expect([isShort("1\n2\n3\n4\n5\n6\n"), isShort("1\n2\n3\n4\n5\n6\n7"), isShort("x".repeat(2000))]).toEqual([
    true,
    false,
    false,
  ]);
});

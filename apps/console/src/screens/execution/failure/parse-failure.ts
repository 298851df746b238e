/**
 * What an error's message holds: stacks of Python, Java and Node, and the words around them.
 *
 * Line by line, in time that grows with the text; whatever is not recognised stays text, in its place. A message is
 * often the end of a log, so a stack may begin anywhere, be indented (flytekit puts four spaces before it), and be
 * followed by words of others. How long a text may be is decided by whoever calls (message-extent.ts).
 */
import { visibleText } from "@skein/spec/log/visible-text";
import { type Frame, isJavaLibrary, isPythonLibrary, isScriptLibrary } from "./frame.ts";

export interface Trace {
  readonly kind: "trace";
  /** How it hangs together with the one before: "During handling of the above exception, …"; empty: it does not. */
  readonly link: string;
  readonly frames: readonly Frame[];
  /** As its language writes it, with its module; empty when the stack has none. */
  readonly type: string;
  readonly message: string;
}

interface Words {
  readonly kind: "text";
  readonly text: string;
}

export type FailurePart = Words | Trace;

/** Longer lines are text: no stack has such frames. */
const longestLine = 2000;

export function parseFailure(text: string): FailurePart[] {
  const lines = text.split("\n").map(visibleText);
  const parts: FailurePart[] = [];
  let words: string[] = [];
  let link = "";
  const flush = () => {
    const kept = words.join("\n").replace(/^(?:[ \t]*\n)+|\s+$/g, "");
    if (kept !== "") parts.push({ kind: "text", text: kept });
    words = [];
  };
  for (let at = 0; at < lines.length; ) {
    const read = readPython(lines, at, link) ?? readStack(lines, at, words, link);
    if (read) {
      words.length -= read.taken;
      flush();
      parts.push(read.trace);
      at = read.next;
      link = "";
      continue;
    }
    const line = lines[at] ?? "";
    if (parts.at(-1)?.kind === "trace" && chained.test(line)) {
      flush();
      link = line.trim();
    } else if (link === "" || line.trim() !== "") words.push(line);
    at += 1;
  }
  flush();
  return withoutEcho(parts);
}

/** The exception that counts: in a chain, the last one is what was raised in the end, or what it all came from. */
export function findException(parts: readonly FailurePart[]): Pick<Trace, "type" | "message"> | undefined {
  return parts.findLast((part): part is Trace => part.kind === "trace" && part.type !== "");
}

interface ReadTrace {
  readonly trace: Trace;
  readonly next: number;
  /** How many of the lines of words before it are its own. */
  readonly taken: number;
}

// ------------------------------------------------------------------------------------------------------------ Python

/** An exception group draws "|" and "+" before its stacks. */
const gutter = /^[\s|+]*/;
const pythonHead = /^[\s|+]*(?:Exception Group )?Traceback \(most recent call last\):\s*$/;
const pythonFrame = /^[\s|]*File "([^"]+)", line (\d+)(?:, in (.*))?$/;
const pythonException = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/;
const chained =
  /^[\s|]*(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):/;
/** Of flytekit's frame around a stack. */
const echoHead = /^\s*Message:\s*$/;

function readPython(lines: readonly string[], from: number, link: string): ReadTrace | undefined {
  const head = lines[from] ?? "";
  const hasHead = pythonHead.test(head);
  // A text that cannot be compiled has no stack: `File "x.py", line 3`, the place, and SyntaxError.
  if (!hasHead && !(pythonFrame.test(head) && head.length <= longestLine)) return undefined;
  const base = hasHead ? indentOf(head) : 0;
  const frames: Frame[] = [];
  let at = hasHead ? from + 1 : from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const found = line.length <= longestLine ? pythonFrame.exec(line) : null;
    const last = frames.at(-1);
    if (found) frames.push(pythonFrameOf(found));
    else if (line.trim() === "") continue;
    else if (indentOf(line) > base && last)
      frames[frames.length - 1] = { ...last, code: [...last.code, line.slice(base)] };
    else break;
  }
  const raised = readException(lines, at, base);
  const isTrace = hasHead || frames.length > 1 || raised?.type.endsWith("Error");
  if (frames.length === 0 || !isTrace) return undefined;
  const trace: Trace = { kind: "trace", link, frames: frames.map(dedented), type: "", message: "" };
  if (!raised) return { trace, next: at, taken: 0 };
  return { trace: { ...trace, type: raised.type, message: raised.message }, next: raised.next, taken: 0 };
}

function pythonFrameOf([, file = "", line, name = ""]: RegExpExecArray): Frame {
  return { file, line: Number(line), name, code: [], isLibrary: isPythonLibrary(file) };
}

/** The line that names the exception, and what of the following belongs to its message. */
function readException(lines: readonly string[], at: number, base: number) {
  const line = lines[at] ?? "";
  const found = line.length > 0 ? pythonException.exec(cut(line.replace(gutter, ""))) : null;
  if (!found || indentOf(line) < base) return undefined;
  const message = [
    line
      .replace(gutter, "")
      .slice((found[1] ?? "").length)
      .replace(/^: ?/, ""),
  ];
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const more = lines[next] ?? "";
    if (pythonHead.test(more) || chained.test(more) || echoHead.test(more)) break;
    if (more.trim() !== "" && indentOf(more) < base) break;
    message.push(more.slice(Math.min(base, indentOf(more))));
  }
  return { type: found[1] ?? "", message: message.join("\n").trimEnd(), next };
}

const indentOf = (line: string): number => gutter.exec(line)?.[0].length ?? 0;
const cut = (line: string): string => line.slice(0, longestLine);

/** Its code without the spaces that all of it has. */
function dedented(frame: Frame): Frame {
  const least = frame.code.reduce((most, line) => Math.min(most, line.search(/\S|$/)), longestLine);
  return { ...frame, code: frame.code.map((line) => line.slice(least)) };
}

/** Without what flytekit says twice: `Trace:` before a stack, `Message:` and the exception once more after it. */
function withoutEcho(parts: readonly FailurePart[]): FailurePart[] {
  const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();
  return parts.flatMap((part, at): FailurePart[] => {
    const [before, after] = [parts[at - 1], parts[at + 1]];
    if (part.kind !== "text") return [part];
    if (after?.kind === "trace" && /(?:^|\n)\s*Trace:$/.test(part.text)) {
      const text = part.text.replace(/\s*Trace:$/, "");
      return text === "" ? [] : [{ ...part, text }];
    }
    if (before?.kind !== "trace" || !part.text.trimStart().startsWith("Message:")) return [part];
    const echo = squeezed(part.text)
      .replace(/^Message: /, "")
      .replace(/ (?:User|System) error\.$/, "");
    const short = before.type.slice(before.type.lastIndexOf(".") + 1);
    const said = squeezed(before.message);
    return [`${before.type}: ${said}`, `${short}: ${said}`, said].includes(echo) ? [] : [part];
  });
}

// ------------------------------------------------------------------------------------------------------ Java and Node

const javaFrame = /^\s*at ([\w.$<>/@-]+)\(([^():]+)(?::(\d+))?\)(?: ~?\[.*\])?$/;
const scriptFrame =
  /^\s*at (?:(.+?) \()?((?:file:\/\/|node:|[A-Za-z]:\\|\.{0,2}\/|internal\/)[^()]*?):(\d+)(?::\d+)?\)?$/;
/** `java.lang.Error: words`, `Caused by: …`, `TypeError [CODE]: words`. */
const stackHead =
  /^\s*(?:(Caused by|Suppressed): |\[cause\]: |Exception in thread "[^"]*" |Uncaught (?:Exception: )?)?([A-Za-z_$][\w.$]*)(?: \[\w+\])?(?:: ?(.*))?$/;
const looksRaised = /(?:Error|Exception|Throwable|Fault|Failure)$/;
/** How far above its frames the exception may be named: its message has lines too. */
const headReach = 12;

function readStack(
  lines: readonly string[],
  from: number,
  words: readonly string[],
  link: string,
): ReadTrace | undefined {
  if (!stackFrameOf(lines[from])) return undefined;
  const frames: Frame[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const frame = stackFrameOf(lines[at]);
    if (frame) frames.push(frame);
    else if (!/^\s*\.\.\. \d+ (?:more|common frames omitted)/.test(lines[at] ?? "")) break;
  }
  const head = findHead(words);
  const trace: Trace = {
    kind: "trace",
    link: head?.link || link,
    frames,
    type: head?.type ?? "",
    message: head?.message ?? "",
  };
  return { trace, next: at, taken: head?.taken ?? 0 };
}

function stackFrameOf(line = ""): Frame | undefined {
  if (line.length > longestLine || !/^\s*at /.test(line)) return undefined;
  const script = scriptFrame.exec(line);
  if (script) {
    const [, name = "", file = "", number] = script;
    return { file, line: Number(number), name, code: [], isLibrary: isScriptLibrary(file) };
  }
  const [, name, file, number] = javaFrame.exec(line) ?? [];
  if (name === undefined || file === undefined) return undefined;
  return { file, line: number ? Number(number) : undefined, name, code: [], isLibrary: isJavaLibrary(name) };
}

function findHead(words: readonly string[]) {
  for (let taken = 1; taken <= Math.min(headReach, words.length); taken += 1) {
    const own = words.slice(-taken);
    const [, cause = "", type = "", first = ""] = stackHead.exec(cut(own[0] ?? "")) ?? [];
    if (!looksRaised.test(type)) continue;
    return { link: cause, type, message: [first, ...own.slice(1)].join("\n").trimEnd(), taken };
  }
  return undefined;
}

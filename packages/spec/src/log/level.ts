/**
 * How grave a log line is, as it says itself. There is no one way to say it: JSON and logfmt fields, a word in capitals
 * near the beginning, klog's letter, Python's and Go's last words are understood; everything else says nothing.
 */

export const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"] as const;
export type Level = (typeof levels)[number];

/** Where a line that says its level says it. */
const HEAD = 160;

const words: Readonly<Record<string, Level>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  information: "INFO",
  notice: "INFO",
  warn: "WARN",
  warning: "WARN",
  err: "ERROR",
  error: "ERROR",
  critical: "ERROR",
  fatal: "ERROR",
  severe: "ERROR",
  panic: "ERROR",
};
const klog: Readonly<Record<string, Level>> = { I: "INFO", W: "WARN", E: "ERROR", F: "ERROR" };

const field = /"?\b(?:level|levelname|severity|lvl)"?\s*[=:]\s*"?([A-Za-z]+)/;
const capitals = /\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERR|ERROR|CRITICAL|FATAL|SEVERE|PANIC)\b/;
const prefix = /^\W*(trace|debug|info|notice|warn|warning|error|critical|fatal|panic)\b\s*[\]:)]/i;
const klogHead = /^([IWEF])\d{4} \d\d:/;
const lastWords =
  /^(?:Traceback \(most recent call last\):|panic: |goroutine \d+ \[|(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception|Exit)(?::|$))/;

/** @param text as `visibleText` gives it */
export function levelOf(text: string): Level | undefined {
  const head = text.length > HEAD ? text.slice(0, HEAD) : text;
  const named = field.exec(head)?.[1] ?? capitals.exec(head)?.[0] ?? prefix.exec(head)?.[1];
  const level = named === undefined ? undefined : words[named.toLowerCase()];
  if (level !== undefined) return level;
  const letter = klogHead.exec(head)?.[1];
  if (letter !== undefined) return klog[letter];
  return lastWords.test(head) ? "ERROR" : undefined;
}

/** What a line is, given those before it. */
export interface LineSense {
  readonly level: Level | undefined;
  /** It belongs to the line before it: a frame of a trace, or what it ends with. */
  readonly continues: boolean;
}

const traceHead = /^\s*(?:\+ Exception Group )?Traceback \(most recent call last\):/;
const between = /^(?:During handling of the above exception|The above exception was|Caused by: )/;
const javaFrame = /^\s+(?:at |\.\.\. \d+ more)/;

/** Reads the lines of one attempt in order: a trace is one thing, as grave as its head. */
export class SenseReader {
  #trace: "no" | "frames" | "between" = "no";
  #level: Level | undefined;

  read(text: string): LineSense {
    if (traceHead.test(text)) {
      const continues = this.#trace === "between";
      this.#trace = "frames";
      this.#level = "ERROR";
      return { level: "ERROR", continues };
    }
    if (this.#trace === "frames") {
      if (/^\s/.test(text)) return { level: this.#level, continues: true };
      // The exception itself; another may follow, told apart by a sentence of Python's.
      this.#trace = "between";
      return { level: this.#level, continues: true };
    }
    if (this.#trace === "between") {
      if (text === "" || between.test(text)) return { level: this.#level, continues: true };
      this.#trace = "no";
    }
    const level = levelOf(text);
    if (level === undefined && this.#level !== undefined && javaFrame.test(text))
      return { level: this.#level, continues: true };
    this.#level = level;
    return { level, continues: false };
  }
}

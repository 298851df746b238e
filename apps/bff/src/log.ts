/** One line per fact on stderr: time, level, sentence, then what it is about as name=value. Never a secret. */
import type { Config } from "./config.ts";

type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const levels = ["debug", "info", "warn", "error"] as const satisfies readonly Config["logLevel"][];

/** @param write takes one line, without its end */
export function createLog(
  level: Config["logLevel"],
  write: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
  now: () => Date = () => new Date(),
): Log {
  const lowest = levels.indexOf(level);
  const at =
    (own: Config["logLevel"]) =>
    (message: string, fields: LogFields = {}) => {
      if (levels.indexOf(own) >= lowest) write(`${now().toISOString()} ${own} ${message}${formatFields(fields)}`);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function formatFields(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${formatValue(value)}`)
    .join("");
}

function formatValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.stack ?? value.message);
  const text = String(value);
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text);
}

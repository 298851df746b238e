import { parseArgs } from "node:util";
import type { Mode } from "@skein/compiler/findings";
import { Problem } from "@skein/spec/problem";
import type { Target } from "@skein/spec/specs";

/** What the command line asks for. */
export interface Options {
  readonly mode: Mode;
  readonly format: "text" | "json";
  /** A folder for closures, or "-" for standard output. */
  readonly closure: string | undefined;
  readonly target: Target;
  /** Files, folders, or "-" for standard input; at least one. */
  readonly paths: readonly string[];
}

export const usage = `npm run --silent check-spec -- [options] FILE…

Checks Flyte specs as Skein's compiler does: YAML, JSON, protobuf, archives, folders of them, or - for standard input.
Files that are given together may refer to each other. Nothing is registered and no server is asked.

  --mode strict|compat     strict (the default) refuses what Flyte lets pass though it goes wrong later;
                           compat gives Flyte 1.16's verdicts, its defects as warnings
  --format text|json       what is printed; text by default
  --closure FOLDER         also writes each workflow's compiled closure there, as protobuf-JSON; - prints one a line
  --project NAME           of entities that do not say it (flytesnacks)
  --domain NAME            (development)
  --version TEXT           in place of the version that authored files name, or of the hash of their content

Ends with 0 without errors, 1 with errors, 2 when it was called wrongly or a file cannot be read.`;

/** A call that cannot be understood. */
export class WrongCall extends Problem {
  readonly kind = "invalid";
}

const modes: Readonly<Record<string, Mode>> = { strict: "strict", compat: "flyte-1.16", "flyte-1.16": "flyte-1.16" };

/**
 * Reads the arguments after the command's name.
 *
 * @returns "help" when that is asked for
 * @throws WrongCall
 */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const mode = modes[values.mode];
  if (!mode) throw new WrongCall(`--mode ${values.mode} is neither strict nor compat`);
  const { format } = values;
  if (format !== "text" && format !== "json") throw new WrongCall(`--format ${format} is neither text nor json`);
  if (positionals.length === 0) throw new WrongCall("No file is given");
  if (values.closure === "") throw new WrongCall("--closure names no folder");
  const { project, domain, version, closure } = values;
  return {
    mode,
    format,
    closure,
    target: { project, domain, ...(version === undefined ? {} : { version }) },
    paths: positionals,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mode: { type: "string", default: "strict" },
        format: { type: "string", default: "text" },
        closure: { type: "string" },
        project: { type: "string", default: "flytesnacks" },
        domain: { type: "string", default: "development" },
        version: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (cause) {
    throw new WrongCall(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

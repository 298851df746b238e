/**
 * `npm run check-spec`: the compiler for a terminal and for CI, on any input the console takes.
 *
 * Findings go to standard output; what is said about them to standard error, so that the first can be piped.
 */
import { checkFiles } from "@skein/compiler/check/check-files";
import { nothingRegistered } from "@skein/spec/authoring/registered";
import { hasErrors } from "@skein/spec/diagnostic";
import { jsonReport } from "./json-report.ts";
import { parseOptions, usage, WrongCall } from "./options.ts";
import { readInputs } from "./read-inputs.ts";
import { summary, textReport } from "./text-report.ts";
import { writeClosures } from "./write-closures.ts";

/** Where a command reads and writes. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream;
  out(text: string): void;
  error(text: string): void;
}

/** Resolves to the exit code: 0 without errors, 1 with errors, 2 for a wrong call. */
export async function checkSpec(args: readonly string[], { stdin, out, error }: Streams): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === "help") {
      out(`${usage}\n`);
      return 0;
    }
    const { mode, target, closure } = options;
    const checked = checkFiles(await readInputs(options.paths, stdin), { target, mode, registered: nothingRegistered });
    const closures = closure === undefined ? "" : await writeClosures(checked, closure);
    // Closures that are asked for on standard output have it for themselves.
    const report = closure === "-" && options.format === "text" ? error : out;
    report(options.format === "json" ? jsonReport(checked) : textReport(checked));
    out(closures);
    if (options.format === "text") error(`${summary(checked)}\n`);
    return hasErrors(checked.diagnostics) || checked.files.some((file) => file.rejected !== undefined) ? 1 : 0;
  } catch (reason) {
    if (!(reason instanceof WrongCall)) throw reason;
    error(`${reason.message}\n\n${usage}\n`);
    return 2;
  }
}

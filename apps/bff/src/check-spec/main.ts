/** The process of `npm run check-spec`. */
import { checkSpec } from "./check-spec.ts";

process.exitCode = await checkSpec(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
});

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { create } from "@bufbuild/protobuf";
import { type Example, ExampleSchema } from "@skein/spec/gen/skein/console/v1/console_pb";

const folder = fileURLToPath(new URL("../../../../examples", import.meta.url));

/**
 * The authored examples, the shortest and so the simplest first. The comment a file begins with is what the first-run screen says of it: its first
 * line the title, the rest the description.
 */
export async function readExamples(): Promise<Example[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  const examples = await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      return create(ExampleSchema, { name, content, ...introductionOf(content.toString("utf8")) });
    }),
  );
  return examples.sort((left, right) => left.content.length - right.content.length);
}

export function introductionOf(text: string): { title: string; description: string } {
  const comment: string[] = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("#")) break;
    // A modeline is for editors, not for people.
    if (!line.includes("yaml-language-server")) comment.push(line.replace(/^#\s?/, "").trim());
  }
  const [title = "", ...rest] = comment.filter((line) => line !== "");
  return { title, description: rest.join(" ") };
}

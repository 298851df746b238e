import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toJsonString } from "@bufbuild/protobuf";
import type { CheckedFiles } from "@skein/compiler/check/check-files";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { formatIdentifier } from "@skein/spec/identifier";

/**
 * The closures of all workflows without errors, as protobuf-JSON.
 *
 * @param folder made where it is missing; one file per workflow, `project_domain_name_version.json`; or "-"
 * @returns for "-" the text to print, one closure a line; else nothing
 */
export async function writeClosures({ entities }: CheckedFiles, folder: string): Promise<string> {
  const closures = entities.flatMap(({ draft }) =>
    draft.kind === "workflow" && draft.closure ? [{ id: draft.id, closure: draft.closure }] : [],
  );
  if (folder === "-")
    return closures.map(({ closure }) => `${toJsonString(CompiledWorkflowClosureSchema, closure)}\n`).join("");
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  for (const { id, closure } of closures) {
    const name = fileName(formatIdentifier(id), taken);
    await writeFile(
      join(folder, name),
      `${toJsonString(CompiledWorkflowClosureSchema, closure, { prettySpaces: 2 })}\n`,
    );
  }
  return "";
}

/** Names are a user's: whatever a path could mean in them is replaced, and two that become one are told apart. */
function fileName(id: string, taken: Set<string>): string {
  const plain = id
    .replaceAll(/[^\w.-]+/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 200);
  let name = `${plain}.json`;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain}_${count}.json`;
  taken.add(name.toLowerCase());
  return name;
}

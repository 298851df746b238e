/**
 * The code of a fast registration: `pyflyte package --copy` packs the user's sources beside the specs, and leaves places
 * in the arguments of tasks for where they will lie and where they shall be unpacked.
 *
 * @see flytectl/cmd/register/register_util.go hydrateTaskSpec, isFastRegister
 */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import type { TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";
import { formatIdentifier } from "../identifier.ts";
import type { SpecEntity } from "../spec-entity.ts";
import type { AuthoringCode } from "./findings.ts";

export interface CodeArchive {
  /** As flytekit named it, after its content: `fast<hash>.tar.gz`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const packagePlace = /^\{\{\s*\.remote_package_path\s*\}\}$/;
const folderPlace = /^\{\{\s*\.dest_dir\s*\}\}$/;

/** @param path of a file, or of a member of an archive */
export const isCodeArchive = (path: string): boolean => /(?:^|\/)fast[0-9a-f]{16,}\.tar\.gz$/.test(path);

/** Whether it can only run with code that was packed beside it. */
export function needsCode(entity: SpecEntity): boolean {
  return entity.kind === "task" && argumentsOf(entity.spec.template).some((each) => packagePlace.test(each));
}

/** Puts where the code lies into the arguments of a task, and the working folder where none is named. In place. */
export function fillCode(entity: SpecEntity, uri: string): void {
  if (entity.kind !== "task") return;
  const fill = (text: string) => text.replace(packagePlace, uri).replace(folderPlace, ".");
  const target = entity.spec.template?.target;
  if (target?.case === "container") target.value.args = target.value.args.map(fill);
  if (target?.case === "k8sPod")
    for (const each of containersOf(target.value.podSpec))
      if (Array.isArray(each.args)) each.args = each.args.map((text) => (typeof text === "string" ? fill(text) : text));
}

/** That a task's code is missing, or which one it is cannot be told. */
export function codeFinding(entity: SpecEntity, file: string, count: number): Diagnostic {
  const what = `The task ${formatIdentifier(entity.id)}`;
  return diagnostic({
    code: "CodeNotFound" satisfies AuthoringCode,
    entity: formatIdentifier(entity.id),
    file,
    message:
      count === 0
        ? `${what} runs code that was packed apart from it, and no fast….tar.gz is among the files`
        : `${what} runs code that was packed apart from it, and ${count} files are named like it`,
    hints: [
      {
        text:
          count === 0
            ? "Give the whole package that pyflyte package --copy wrote, or use pyflyte register"
            : "Give one package at a time",
      },
    ],
  });
}

function argumentsOf(template: TaskTemplate | undefined): string[] {
  const target = template?.target;
  if (target?.case === "container") return target.value.args;
  if (target?.case !== "k8sPod") return [];
  return containersOf(target.value.podSpec).flatMap(({ args }) =>
    Array.isArray(args) ? args.filter((each) => typeof each === "string") : [],
  );
}

function containersOf(podSpec: JsonObject | undefined): JsonObject[] {
  const containers = podSpec?.containers;
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

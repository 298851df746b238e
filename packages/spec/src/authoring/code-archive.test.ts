import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { TaskSpecSchema } from "../gen/flyteidl/admin/task_pb.js";
import { ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import type { TaskTemplateSchema } from "../gen/flyteidl/core/tasks_pb.js";
import { readSpecs } from "../specs.ts";
import { nothingRegistered } from "./registered.ts";

const name = "fast241cdfda72113cbad186564c07a9da05.tar.gz";
const code = gzipSync(new Uint8Array([1, 2, 3]));
const open = ["--additional-distribution", "{{ .remote_package_path }}", "--dest-dir", "{{ .dest_dir }}", "{{.input}}"];
const filled = ["--additional-distribution", `s3://b/${name}`, "--dest-dir", ".", "{{.input}}"];

const task = ({ target }: Pick<MessageInitShape<typeof TaskTemplateSchema>, "target">) =>
  toBinary(
    TaskSpecSchema,
    create(TaskSpecSchema, {
      template: {
        id: { resourceType: ResourceType.TASK, name: "t" },
        ...{ type: "python-task", interface: {}, metadata: {} },
        ...(target && { target }),
      },
    }),
  );
const inContainer = task({ target: { case: "container", value: { image: "i", args: open } } });
const inPod = task({
  target: { case: "k8sPod", value: { podSpec: { containers: [{ name: "a", args: open }, { name: "b" }] } } },
});

function read(files: Record<string, Uint8Array>) {
  const codeUri = (each: { name: string }) => `s3://b/${each.name}`;
  const target = { project: "p", domain: "d", version: "v", codeUri };
  return readSpecs(
    Object.entries(files).map(([file, content]) => ({ name: file, content })),
    target,
    nothingRegistered,
  );
}
const argumentsIn = ({ entities: [entity] }: ReturnType<typeof read>) => {
  const target = entity?.kind === "task" ? entity.spec.template?.target : undefined;
  return target?.case === "container" ? target.value.args : target?.value;
};

describe("the code of a fast registration", () => {
  test.each([
    ["of a package", { "flyte-package.tgz": zipSync({ "0_t_1.pb": inContainer, [name]: code }) }],
    ["of a folder", { "out/0_t_1.pb": inContainer, [`out/${name}`]: code }],
  ])("%s is kept as it is, and its tasks are told where it lies", (_, files) => {
    const result = read(files);
    expect(result.diagnostics).toEqual([]);
    expect(argumentsIn(result)).toEqual(filled);
    const [found] = result.files.filter((each) => each.format === "code");
    expect(found).toMatchObject({ entities: 0, code: { name, bytes: code } });
  });

  test("is told to pods too", () => {
    expect(argumentsIn(read({ "t.pb": inPod, [name]: code }))).toMatchObject({
      podSpec: { containers: [{ name: "a", args: filled }, { name: "b" }] },
    });
  });

  test("is part of the version that follows the content", () => {
    const versionIn = (uri: string) =>
      readSpecs(
        [
          { name: "t.pb", content: inContainer },
          { name, content: code },
        ],
        { project: "p", domain: "d", codeUri: () => uri },
        nothingRegistered,
      ).entities[0]?.id.version;
    expect(versionIn("s3://b/1")).toBe(versionIn("s3://b/1"));
    expect(versionIn("s3://b/1")).not.toBe(versionIn("s3://b/2"));
  });

  test.each([
    ["missing", { "t.pb": inContainer }, /no fast….tar.gz is among the files$/],
    ["that of another package", { "t.pb": inContainer, "p.zip": zipSync({ [name]: code }) }, /no fast….tar.gz/],
    ["one of two", { "t.pb": inContainer, [name]: code, [name.replace("241", "242")]: code }, /and 2 files are named/],
  ])("%s is an error that names the task", (_, files, message) => {
    const [found] = read(files).diagnostics;
    expect(found).toMatchObject({ code: "CodeNotFound", severity: "error", file: "t.pb", entity: "p:d:t:v" });
    expect(found?.message).toMatch(message);
  });

  test("where nobody can store it, tasks keep the place that was left for it", () => {
    const { entities, diagnostics } = readSpecs(
      [{ name: "t.pb", content: inContainer }],
      { project: "p", domain: "d", version: "v" },
      nothingRegistered,
    );
    expect(diagnostics).toEqual([]);
    expect(entities[0]?.kind === "task" && entities[0].spec.template?.target.value).toMatchObject({ args: open });
  });
});

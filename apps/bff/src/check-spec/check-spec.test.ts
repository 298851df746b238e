import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { fromJsonString, toBinary } from "@bufbuild/protobuf";
import { nothingRegistered } from "@skein/spec/authoring/registered";
import { WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { readSpecs } from "@skein/spec/specs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkSpec } from "./check-spec.ts";

const examples = fileURLToPath(new URL("../../../../examples", import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-spec-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

async function run(args: readonly string[], stdin = "") {
  let out = "";
  let error = "";
  const code = await checkSpec(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { code, out, error };
}

const wrongOutput = `version: v1
tasks:
  make:
    image: busybox:1.36
    outputs: { number: int }
    script: "true"
workflows:
  main:
    nodes:
      make: { task: make }
    outputs:
      number: \${make.nubmer}
`;
const fileToDir = `version: v1
tasks:
  make: { image: "busybox:1.36", outputs: { it: file }, script: "true" }
  take: { image: "busybox:1.36", inputs: { it: dir }, script: "true" }
workflows:
  main:
    nodes:
      make: { task: make }
      take: { task: take, with: { it: "\${make.it}" } }
`;

describe("what is right", () => {
  test("the examples have no errors, as files and as a folder", async () => {
    const { code, out, error } = await run([examples]);
    expect(out).toBe("");
    const files = readdirSync(examples).filter((name) => name.endsWith(".yaml")).length;
    expect(error).toMatch(new RegExp(`^\\d+ entities, no errors in ${files} files\\n$`));
    expect(code).toBe(0);
  });

  test("standard input is read", async () => {
    expect(await run(["-"], readFileSync(join(examples, "hello.yaml"), "utf8"))).toMatchObject({ code: 0 });
  });

  test("closures are written one a workflow, and read back as protobuf-JSON", async () => {
    const { code } = await run(["--closure", join(folder, "out"), join(examples, "diamond.yaml")]);
    expect(code).toBe(0);
    const names = readdirSync(join(folder, "out"));
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^flytesnacks_development_diamond_\w+\.json$/);
    const closure = fromJsonString(
      CompiledWorkflowClosureSchema,
      readFileSync(join(folder, "out", names[0] ?? ""), "utf8"),
    );
    expect(closure.primary?.template?.nodes.slice(0, 2).map(({ id }) => id)).toEqual(["start-node", "end-node"]);
  });

  test("or printed, one a line, alone on standard output", async () => {
    const { out, error } = await run(["--closure", "-", join(examples, "hello.yaml")]);
    const lines = out.trimEnd().split("\n");
    expect(
      lines.map((line) => fromJsonString(CompiledWorkflowClosureSchema, line).primary?.template?.id?.name),
    ).toEqual(["hello"]);
    expect(error).toContain("no errors");
  });
});

describe("what is wrong", () => {
  test("is printed at its line, with the words meant, and ends with 1", async () => {
    const path = file("wrong.yaml", wrongOutput);
    const { code, out, error } = await run([path]);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^${path}:12:\\d+: error: .*nubmer.*\\[VariableNameNotFound\\]$`, "m"));
    expect(out).toMatch(/^ +number: \$\{make\.nubmer\}\n +\^+\n/m);
    expect(out).toContain('hint: Did you mean "number"?');
    expect(error).toBe("1 error in 1 file\n");
  });

  test("is one JSON document for programs", async () => {
    const path = file("wrong.yaml", wrongOutput);
    const { code, out } = await run(["--format", "json", path]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      errors: 1,
      files: [{ name: path, format: "concise" }],
      diagnostics: [{ code: "VariableNameNotFound", file: path, range: { start: { line: 12 } } }],
    });
  });

  test("in a binary spec is pointed at by its path", async () => {
    const { entities } = readSpecs(
      [{ name: "f", content: Buffer.from(fileToDir) }],
      { project: "p", domain: "development" },
      nothingRegistered,
    );
    const workflow = entities.find((each) => each.kind === "workflow");
    const path = file(
      "main_2.pb",
      toBinary(
        WorkflowSpecSchema,
        workflow?.kind === "workflow" ? workflow.spec : { $typeName: "flyteidl.admin.WorkflowSpec", subWorkflows: [] },
      ),
    );
    const { code, out } = await run([path]);
    expect(code).toBe(1);
    expect(out).toMatch(/error: .*TaskReferenceNotFound\]\n {4}at p:development:main:v1 template\.nodes\./s);
  });

  test.each([
    ["strict", 1, /error: .*\[BlobDimensionality\]/],
    ["compat", 0, /warning: .*\[BlobDimensionality\]/],
  ])("a defect of Flyte is judged by the mode: %s", async (mode, code, finding) => {
    const result = await run(["--mode", mode, file("f.yaml", fileToDir)]);
    expect(result.code).toBe(code);
    expect(result.out).toMatch(finding);
  });

  test("one file's errors do not hide another's", async () => {
    const { out } = await run([file("a.yaml", wrongOutput), file("b.yaml", "tasks: [")]);
    expect(out).toContain("a.yaml:12:");
    expect(out).toContain("b.yaml:1:");
  });
});

test.each([
  ["no file", []],
  ["an unknown option", ["--wat", "x"]],
  ["an unknown mode", ["--mode", "loose", "x"]],
  ["an unknown format", ["--format", "xml", "x"]],
  ["a file that is not there", ["/does/not/exist.yaml"]],
])("%s is a wrong call: 2, and the usage", async (_, args) => {
  const { code, out, error } = await run(args);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(error).toContain("npm run --silent check-spec");
});

test("a folder without specs is said to be one", async () => {
  expect(await run([folder])).toMatchObject({ code: 2, error: expect.stringContaining("There are no specs in") });
});

test("--help says what there is", async () => {
  expect(await run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("--closure FOLDER"), error: "" });
});

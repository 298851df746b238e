import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { fromBinary } from "@bufbuild/protobuf";
import { CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import {
  CheckedEntity_Change as Change,
  type CheckResponse,
  CompilerMode,
  CheckedFile_Format as Format,
  GraphNode_Kind as Kind,
  Diagnostic_Severity as Severity,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { packTar } from "modern-tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contentKey } from "../admin/upload-location.ts";
import { findTask } from "../store/tasks.ts";
import { type ConsoleUnderTest, consoleUnderTest, fileOf, refusal, scope } from "./testing/console-under-test.ts";
import { branching, greeting, nested } from "./testing/sources.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
});
afterEach(() => console.close());

const check = (...files: [name: string, content: string | Uint8Array][]) =>
  console.client.check({ ...scope, files: files.map(([name, content]) => fileOf(name, content)) });
const register = (...files: [name: string, content: string | Uint8Array][]) =>
  console.client.register({ ...scope, files: files.map(([name, content]) => fileOf(name, content)) });
const changes = ({ entities }: Pick<CheckResponse, "entities">) =>
  Object.fromEntries(entities.map(({ id, change }) => [`${id?.resourceType} ${id?.name}`, Change[change]]));

describe("an upload that defines nothing", () => {
  test.each<[what: string, files: [string, string][], message: string]>([
    ["no files", [], "There is nothing to register: no file was given"],
    ["only other files", [["src/README.md", "# Hi"]], "There is nothing to register: no file defines anything"],
    ["an empty document", [["a.yaml", "tasks: {}\n"]], '"a.yaml" defines nothing'],
  ])("says so: %s", async (_, files, message) => {
    for (const answer of [await check(...files), await register(...files)]) {
      const errors = answer.diagnostics.filter((each) => each.severity === Severity.ERROR);
      expect(errors.map((each) => each.message)).toEqual([message]);
    }
    expect((await register(...files)).registered).toBe(false);
  });
});

test("a version that cannot be one is an error of the entity", async () => {
  const { registered, diagnostics } = await console.client.register({
    ...scope,
    version: "v".repeat(300),
    files: [fileOf("a.yaml", "tasks:\n  t: { image: b }\n")],
  });
  expect(registered).toBe(false);
  expect(diagnostics[0]?.message).toMatch(/^The version "v+…" has 300 characters; at most 255 are taken$/);
});

describe("Check", () => {
  test("says what is new, what runs by which launch plan, and draws it, and writes nothing", async () => {
    const answer = await check(["greeting.yaml", greeting()]);
    expect(answer.diagnostics).toEqual([]);
    expect(answer.registrable).toBe(true);
    expect(changes(answer)).toEqual({
      "1 measure": "NEW",
      "1 greet": "NEW",
      "2 greeting": "NEW",
      "3 greeting": "NEW",
      "3 shouting": "NEW",
    });
    const workflow = answer.entities.find((each) => each.id?.name === "greeting");
    expect(workflow?.graph?.nodes.map((node) => node.path)).toEqual(
      expect.arrayContaining(["measure", "greet", "start-node", "end-node"]),
    );
    expect(workflow?.launchPlan).toMatchObject({ resourceType: 3, name: "greeting", version: "v1" });
    expect(workflow?.range?.start).toMatchObject({ line: 16, col: 3 });
    expect(workflow?.interface?.inputs?.variables.count?.description).toBe("");
    expect(answer.files).toMatchObject([
      { name: "greeting.yaml", format: Format.CONCISE, rejected: "", archive: "", entities: 5 },
    ]);
    expect((await console.client.listWorkflows(scope)).total).toBe(0n);
  });

  test("tells same from changed from conflict, with the differences", async () => {
    await register(["greeting.yaml", greeting()]);
    expect(new Set(Object.values(changes(await check(["greeting.yaml", greeting()]))))).toEqual(new Set(["SAME"]));

    const next = await check(["greeting.yaml", greeting("v2").replace("retries: 1", "retries: 5")]);
    expect(changes(next)).toMatchObject({ "1 measure": "CHANGED" });
    expect(next.registrable).toBe(true);
    const measure = next.entities.find((each) => each.id?.name === "measure");
    expect(measure?.differences.join("\n")).toMatch(/retries.*1.*5/);
    expect(next.entities.find((each) => each.id?.name === "greeting")?.launchPlan?.version).toBe("v2");

    const conflict = await check(["greeting.yaml", greeting().replace("retries: 1", "retries: 5")]);
    expect(changes(conflict)).toMatchObject({ "1 measure": "CONFLICT" });
    expect(conflict.registrable).toBe(false);
  });

  test("points a finding at its line, with the line and a hint", async () => {
    const { diagnostics, registrable } = await check(["bad.yaml", greeting().replace("task: greet", "task: gret")]);
    expect(registrable).toBe(false);
    // The launch plan of a workflow that has errors is left out, and that is said too.
    const [found] = diagnostics;
    expect(diagnostics.map((each) => each.code)).toEqual(["TaskReferenceNotFound", "SkippedEntity"]);
    expect(found).toMatchObject({ severity: Severity.ERROR, file: "bad.yaml", sourceLine: "        task: gret" });
    expect(found?.range?.start).toEqual(expect.objectContaining({ line: 27, col: 15 }));
    expect(found?.hints.join()).toMatch(/greet/);
  });

  test("points a finding of the compiler at the line it stands for", async () => {
    const source = greeting().replace("measure.length", "inputs.title");
    const { diagnostics, entities } = await check(["bad.yaml", source]);
    expect(diagnostics[0]).toMatchObject({ code: "MismatchingTypes", nodeId: "greet", file: "bad.yaml" });
    expect(diagnostics[0]?.sourceLine).toContain("inputs.title");
    expect(diagnostics[0]?.entity).toContain("greeting");
    expect(entities.find((each) => each.id?.name === "greeting")?.errors).toBe(1);
    expect(entities.find((each) => each.id?.name === "measure")?.errors).toBe(0);
  });

  test("refuses a file that is none of the forms, and names it", async () => {
    const { diagnostics, registrable } = await check(
      ["poem.txt", "High above the field"],
      ["greeting.yaml", greeting()],
    );
    expect(registrable).toBe(false);
    expect(diagnostics).toMatchObject([
      { file: "poem.txt", severity: Severity.ERROR, sourceLine: "High above the field" },
    ]);
  });

  test.each([
    ["no files", []],
    ["an empty file", [fileOf("empty.yaml", "")]],
    ["sections without entries", [fileOf("none.yaml", "tasks: {}\n")]],
  ])("of %s has nothing to register", async (_, files) => {
    const answer = await console.client.check({ ...scope, files });
    expect(answer.registrable).toBe(false);
    expect((await console.client.register({ ...scope, files })).registered).toBe(false);
  });

  test("refuses a project that does not exist, by name", async () => {
    const call = console.client.check({ project: "nowhere", domain: "development", files: [] });
    expect(await refusal(call)).toMatch(/^(NotFound|InvalidArgument) .*nowhere/);
  });
});

describe("an archive", () => {
  const file = (name: string, body: string) => ({ header: { name, size: Buffer.byteLength(body) }, body });

  test("gives its members, each with its own name and findings", async () => {
    const tar = await packTar([
      file("flows/a.yaml", greeting()),
      file("b.yaml", nested.replace("task: use", "task: usr")),
    ]);
    const { files, diagnostics, registrable } = await check(["package.tgz", gzipSync(tar)]);
    expect(registrable).toBe(false);
    const members = files.filter((each) => each.archive !== "");
    expect(members.map((each) => [each.archive, each.format])).toEqual([
      ["package.tgz", Format.CONCISE],
      ["package.tgz", Format.CONCISE],
    ]);
    expect(diagnostics[0]).toMatchObject({ code: "TaskReferenceNotFound", sourceLine: expect.stringContaining("usr") });
    expect(diagnostics[0]?.file).toMatch(/b\.yaml$/);
  });

  test("with a path that leads out of it, or cut half-way, is refused in words and registers nothing", async () => {
    const tar = gzipSync(await packTar([file("a.yaml", greeting()), file("../../b.yaml", nested)]));
    for (const content of [tar, tar.subarray(0, tar.length / 2)]) {
      const answer = await register(["package.tgz", content]);
      expect(answer.registered).toBe(false);
      expect(answer.diagnostics.filter((each) => each.severity === Severity.ERROR)).not.toEqual([]);
    }
    expect((await console.client.listWorkflows(scope)).total).toBe(0n);
  });
});

describe("a package with the code of its tasks", () => {
  const codeName = "fast241cdfda72113cbad186564c07a9da05.tar.gz";
  const code = gzipSync("print(1)");
  const fast = JSON.stringify({
    kind: "TaskSpec",
    template: {
      id: { resourceType: "TASK", name: "t" },
      ...{ type: "python-task", interface: {}, metadata: {} },
      container: { image: "i", args: ["{{ .remote_package_path }}", "{{ .dest_dir }}"] },
    },
  });

  test("is checked without a trace; registered, the code lies where its tasks look for it", async () => {
    const files = [["out/t.json", fast] as const, [`out/${codeName}`, code] as const].map(([name, content]) =>
      fileOf(name, content),
    );
    const checked = await console.client.check({ ...scope, files });
    expect(checked.files.map(({ format }) => Format[format])).toEqual(["CANONICAL", "CODE"]);
    expect(checked.registrable).toBe(true);
    const [id] = checked.entities.map((each) => each.id);
    const md5 = createHash("md5").update(code).digest();
    const uri = `s3://my-s3-bucket/${contentKey(scope, md5, codeName)}`;
    expect(await console.blobs.read(uri)).toBeUndefined();
    for (const _ of ["once", "and again"])
      expect((await console.client.register({ ...scope, files })).registered).toBe(true);
    expect(Buffer.from((await console.blobs.read(uri)) ?? [])).toEqual(code);
    const task = id && findTask(console.db, id);
    expect(task && fromBinary(CompiledTaskSchema, task.closure).template?.target.value).toMatchObject({
      args: [uri, "."],
    });
  });

  test("without the code is an error", async () => {
    const { registered, diagnostics } = await register(["out/t.json", fast]);
    expect(registered).toBe(false);
    expect(diagnostics[0]).toMatchObject({ code: "CodeNotFound", file: "out/t.json" });
  });
});

describe("Register", () => {
  test("writes everything in dependency order, and again nothing", async () => {
    const first = await register(["b.yaml", greeting()], ["a.yaml", nested]);
    expect(first.registered).toBe(true);
    const sequence = console.db.sequence();
    const again = await register(["b.yaml", greeting()], ["a.yaml", nested]);
    expect(again.registered).toBe(true);
    expect(new Set(Object.values(changes(again)))).toEqual(new Set(["SAME"]));
    expect(console.db.sequence()).toBe(sequence);
    const names = (await console.client.listWorkflows(scope)).workflows.map((each) => each.id?.name);
    expect(names.toSorted()).toEqual(["greeting", "inner", "outer"]);
  });

  test("writes nothing at all when one entity has an error or is in conflict", async () => {
    const broken = await register(["good.yaml", nested], ["bad.yaml", greeting().replace("task: greet", "task: gret")]);
    expect(broken.registered).toBe(false);
    expect((await console.client.listWorkflows(scope)).total).toBe(0n);

    await register(["greeting.yaml", greeting()]);
    const conflict = await register(
      ["good.yaml", nested],
      ["greeting.yaml", greeting().replace("retries: 1", "retries: 5")],
    );
    expect(conflict.registered).toBe(false);
    expect(changes(conflict)).toMatchObject({ "1 measure": "CONFLICT" });
    expect((await console.client.listWorkflows(scope)).total).toBe(1n);
  });

  test("finds a file's references in what is registered", async () => {
    await register(["nested.yaml", nested]);
    const user = `workflows:
  user:
    nodes:
      n: { task: make }
    outputs: { n: "\${n.n}" }
`;
    expect((await register(["user.yaml", user])).registered).toBe(true);
  });

  test("takes node kinds that are not run yet", async () => {
    expect((await register(["branching.yaml", branching])).registered).toBe(true);
  });
});

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));

test("every example registers as it is", async () => {
  const names = readdirSync(examples).filter((name) => name.endsWith(".yaml"));
  const answer = await register(...names.map((name): [string, Uint8Array] => [name, readFileSync(examples + name)]));
  expect(answer.diagnostics.filter((each) => each.severity === Severity.ERROR)).toEqual([]);
  expect(answer.registered).toBe(true);
});

describe("the graph of a workflow with every node kind", () => {
  const kinds = `tasks:
  make: { image: "busybox:1.36", outputs: { n: int, all: "list[int]" }, script: "true" }
  use: { image: "busybox:1.36", inputs: { n: int }, outputs: { m: int }, script: "true" }
  mend: { image: "busybox:1.36", inputs: { err: error? }, script: "true" }
workflows:
  inner:
    inputs: { n: int }
    nodes: { use: { task: use, with: { n: "\${inputs.n}" } } }
    outputs: { m: "\${use.m}" }
  all:
    nodes:
      make: { task: make }
      each: { map: use, over: { n: "\${make.all}" } }
      deep: { workflow: inner, with: { n: "\${make.n}" } }
      plan: { launchPlan: inner, with: { n: "\${deep.m}" } }
      wait: { approve: "Go on?", after: [plan] }
      pick:
        after: [wait]
        switch:
          - when: \${make.n} > 3 and \${make.n} < 9
            then: { task: use, with: { n: "\${make.n}" } }
        else: { task: use, with: { n: "\${deep.m}" } }
    outputs: { m: "\${pick.m}" }
    onFailure: { task: mend, with: { err: "\${error}" } }
`;

  test("has each as what it is, arms inside their branch, and the failure handler apart", async () => {
    const { entities, diagnostics } = await check(["kinds.yaml", kinds]);
    expect(diagnostics).toEqual([]);
    const graph = entities.find((each) => each.id?.resourceType === 2 && each.id.name === "all")?.graph;
    const found = Object.fromEntries((graph?.nodes ?? []).map((node) => [node.path, Kind[node.kind]]));
    expect(found).toMatchObject({
      make: "TASK",
      each: "MAP",
      deep: "WORKFLOW",
      "deep/use": "TASK",
      plan: "LAUNCH_PLAN",
      wait: "GATE",
      pick: "BRANCH",
      "pick/pick-case0": "TASK",
    });
    expect(graph?.nodes.find((node) => node.path === "pick")?.target).toMatch(/> 3 and .* < 9$/);
    expect(graph?.nodes.filter((node) => node.isFailureNode).map((node) => node.kind)).toEqual([Kind.TASK]);
    for (const { from, to } of graph?.edges ?? []) expect([found[from], found[to]]).not.toContain(undefined);
    expect(graph?.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(
      expect.arrayContaining(["make each", "make deep", "deep plan", "plan wait", "wait pick", "pick end-node"]),
    );
    expect(graph?.edges.find(({ from, to }) => from === "make" && to === "each")?.bindings).toMatchObject([
      { output: "all", input: "n", type: "list[int]" },
    ]);
  });
});

describe("the compiler's mode", () => {
  const fileToDirectory = `version: v1
tasks:
  make: { image: "busybox:1.36", outputs: { it: file }, script: "true" }
  take: { image: "busybox:1.36", inputs: { it: dir }, script: "true" }
workflows:
  main:
    nodes:
      make: { task: make }
      take: { task: take, with: { it: "\${make.it}" } }
`;
  const upload = (mode: CompilerMode) => ({ ...scope, mode, files: [fileOf("main.yaml", fileToDirectory)] });

  test.each([CompilerMode.COMPILER_MODE_UNSPECIFIED, CompilerMode.STRICT])(
    "%i is strict: what goes wrong later is refused, and nothing is registered",
    async (mode) => {
      expect(await console.client.check(upload(mode))).toMatchObject({ registrable: false });
      const answer = await console.client.register(upload(mode));
      expect(answer).toMatchObject({
        registered: false,
        diagnostics: [{ code: "BlobDimensionality", severity: Severity.ERROR, range: { start: { line: 9 } } }],
      });
      expect((await console.client.listWorkflows(scope)).total).toBe(0n);
    },
  );

  test("Flyte's lets it pass, with a warning", async () => {
    expect(await console.client.register(upload(CompilerMode.FLYTE_1_16))).toMatchObject({
      registered: true,
      diagnostics: [{ code: "BlobDimensionality", severity: Severity.WARNING }],
    });
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { K8sPodSchema, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { TaskNodeOverridesSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Blobs, openBlobs } from "../../blobs/blobs.ts";
import { writeLiteralMap } from "../../blobs/literal-maps.ts";
import { UnsupportedTaskType } from "../foreign-types.ts";
import type { AttemptSpec } from "../runner.ts";
import { NoContainer, prepare } from "./prepare.ts";

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-prepare-"));
  blobs = await openBlobs(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const int = { type: { type: { case: "simple", value: SimpleType.INTEGER } } } as const;
function attempt(template: MessageInitShape<typeof TaskTemplateSchema>, image = ""): AttemptSpec {
  return {
    key: { project: "p", domain: "d", execution: "x", node: "n0", attempt: 0 },
    template: create(TaskTemplateSchema, template),
    overrides: create(TaskNodeOverridesSchema, { containerImage: image }),
    paths: {
      inputPrefix: "s3://bucket/n0/data",
      outputPrefix: "s3://bucket/n0/data/0",
      rawOutputPrefix: "s3://bucket/raw",
      previousCheckpoint: undefined,
      taskName: "x-n0-0",
    },
    workflow: "p:d:w",
    interruptible: false,
    platformResources: undefined,
    env: new Map(),
  };
}

const nothing = () => new Map<string, string>();

test("§5.1 a command is rendered with the inputs' values", async () => {
  const type = parseLiteralType("int").type;
  const x = type && toLiteral(5n, type).literal;
  await writeLiteralMap(blobs, "s3://bucket/n0/data/inputs.pb", create(LiteralMapSchema, { literals: x ? { x } : {} }));
  const container = { image: "i", command: ["run"], args: ["--x={{.inputs.x}}", "{{.outputPrefix}}"] };
  const prepared = await prepare(attempt({ target: { case: "container", value: container } }), blobs, nothing);
  expect(prepared).toMatchObject({
    image: "i",
    command: ["run"],
    args: ["--x=5", "s3://bucket/n0/data/0"],
    raw: undefined,
  });
});

test("the platform's variables are for attempts that move their data themselves", async () => {
  const platform = ({ key }: AttemptSpec) => new Map([["FLYTE_AWS_ACCESS_KEY_ID", `key of ${key.execution}`]]);
  const env = [{ key: "FLYTE_AWS_ACCESS_KEY_ID", value: "its own" }];
  for (const [enabled, expected] of [
    [false, "key of x"],
    [true, "its own"],
  ] as const) {
    const value = { image: "i", env, dataConfig: { enabled } };
    const prepared = await prepare(attempt({ target: { case: "container", value } }), blobs, platform);
    expect(prepared.env.get("FLYTE_AWS_ACCESS_KEY_ID")).toBe(expected);
  }
});

test("§4.1 the node's own image wins", async () => {
  const spec = attempt({ target: { case: "container", value: { image: "i" } } }, "other:1");
  expect((await prepare(spec, blobs, nothing)).image).toBe("other:1");
});

test.each([
  [{ enabled: true }, "/var/flyte/inputs", "/var/flyte/outputs"],
  [{ enabled: true, inputPath: "/in/", outputPath: "/out" }, "/in", "/out"],
])("a raw container has its paths: %j", async (dataConfig, inputPath, outputPath) => {
  const spec = attempt({
    interface: { inputs: { variables: { x: int } }, outputs: { variables: { y: int } } },
    target: { case: "container", value: { image: "i", dataConfig } },
  });
  expect((await prepare(spec, blobs, nothing)).raw).toMatchObject({ inputPath, outputPath });
});

test("what is not declared has no path", async () => {
  const spec = attempt({ target: { case: "container", value: { image: "i", dataConfig: { enabled: true } } } });
  expect((await prepare(spec, blobs, nothing)).raw).toMatchObject({ inputPath: undefined, outputPath: undefined });
});

test("§5.1 the task template is written when the command names it", async () => {
  const spec = attempt({ type: "t", target: { case: "container", value: { args: ["{{.taskTemplatePath}}"] } } });
  const { args } = await prepare(spec, blobs, nothing);
  const bytes = await blobs.read(args[0] ?? "");
  expect(bytes && fromBinary(TaskTemplateSchema, bytes).type).toBe("t");
});

test("§5.4 a task is told where its secrets are, unless it says so itself", async () => {
  const spec = attempt({
    target: { case: "container", value: { image: "i", env: [{ key: "FLYTE_SECRETS_FILE_PREFIX", value: "own" }] } },
    securityContext: { secrets: [{ group: "g", key: "k" }] },
  });
  const { secrets, env } = await prepare(spec, blobs, nothing);
  expect(secrets).toEqual([expect.objectContaining({ group: "g", key: "k" })]);
  expect(env.get("FLYTE_SECRETS_DEFAULT_DIR")).toBe("/etc/flyte/secrets");
  expect(env.get("FLYTE_SECRETS_FILE_PREFIX")).toBe("own");
});

test.each(["spark", "ray", "slurm_fn"])("§7 a %s task has a container, and is more than that", async (type) => {
  const refused = prepare(attempt({ type, target: { case: "container", value: { image: "i" } } }), blobs, nothing);
  await expect(refused).rejects.toThrow(UnsupportedTaskType);
});

test("§4.1 a node's own pod takes the place of the task's container", async () => {
  const spec = attempt({ target: { case: "container", value: { image: "i", args: ["own"] } } });
  const podTemplate = create(K8sPodSchema, {
    podSpec: {
      containers: [
        {
          name: "p",
          image: "other",
          args: ["{{.outputPrefix}}"],
          resources: { limits: { cpu: "2" } },
          env: [{ name: "A", value: "1" }],
        },
      ],
    },
    primaryContainerName: "p",
  });
  const overrides = create(TaskNodeOverridesSchema, { podTemplate });
  const prepared = await prepare({ ...spec, overrides }, blobs, nothing);
  expect(prepared).toMatchObject({
    image: "other",
    args: ["s3://bucket/n0/data/0"],
    resources: { cpuLimitMillis: 2000 },
  });
  expect(prepared.env.get("A")).toBe("1");
});

test.each([
  [{ target: { case: "sql", value: {} } } as const, /has no container but sql/],
  [{}, /nothing to run/],
  [
    {
      interface: { outputs: { variables: { y: int } } },
      target: { case: "container", value: { dataConfig: { enabled: true, outputPath: "relative" } } },
    } as const,
    /give an absolute path/,
  ],
])("a task that cannot be a container is refused: %#", async (template, words) => {
  const refused = prepare(attempt(template), blobs, nothing);
  await expect(refused).rejects.toThrow(words);
  await expect(refused).rejects.toThrow(NoContainer);
});

test("§4.5 of an array's inputs an element is given its own; only the file is the array's", async () => {
  const literalOf = (text: string, value: string | bigint[]) => {
    const { type } = parseLiteralType(text);
    return type && toLiteral(value, type).literal;
  };
  const [xs, unit] = [literalOf("list[int]", [5n, 6n, 7n]), literalOf("string", "cm")];
  const literals = { ...(xs && { x: xs }), ...(unit && { unit }) };
  await writeLiteralMap(blobs, "s3://bucket/n0/data/inputs.pb", create(LiteralMapSchema, { literals }));
  const container = { image: "i", args: ["{{.inputs.x}} {{.inputs.unit}}", "{{.input}}"] };
  const subNode = { index: 1, bound: new Set(["unit"]), isListed: true, isPartial: false };
  const each = { ...attempt({ target: { case: "container", value: container } }), subNode };
  const { args } = await prepare(each, blobs, nothing);
  expect(args).toEqual(["6 cm", "s3://bucket/n0/data/inputs.pb"]);
});

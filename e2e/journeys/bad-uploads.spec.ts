import { connect } from "node:net";
import { create, toBinary } from "@bufbuild/protobuf";
import { expect } from "@playwright/test";
import { TaskSpecSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { RegisterRequestSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { consoleApi, formatFindings, type GivenFile, refusal, register, scope, upload } from "../support/api.ts";
import { addTask } from "../support/specs.ts";
import { type TarEntry, tarball } from "../support/tarball.ts";
import { test } from "../support/test.ts";

const good = `
tasks:
  fine:
    image: busybox:1.36
    script: "true"
`;

/** A workflow whose nodes are these lines. */
const workflow = (name: string, ...nodes: string[]) => `${good}
workflows:
  ${name}:
    nodes:
${nodes.map((line) => `      ${line}`).join("\n")}
`;

const yaml = (content: string): GivenFile[] => [{ name: "bad.yaml", content }];
const tgz = (...entries: TarEntry[]): GivenFile[] => [
  { name: "package.tgz", content: tarball({ name: "fine.yaml", content: good }, ...entries) },
];
const taskBytes = toBinary(TaskSpecSchema, addTask("cut"));

/** What is given, and what the finding must say: where it is, what is wrong, what to do. */
const cases: readonly (readonly [what: string, files: GivenFile[], says: RegExp])[] = [
  [
    "malformed YAML",
    yaml("tasks:\n  a:\n    image: [busybox\n    script: x\n"),
    /bad\.yaml:[234]:\d+ .*(\[|\]|flow|bracket)/,
  ],
  ["an unknown key", yaml(`${good}    imagee: busybox\n`), /bad\.yaml:6:5 .*imagee.*\bimage\b/],
  ["an unknown type", yaml(`${good}    inputs: { n: strin }\n`), /bad\.yaml:6:\d+ .*strin.*\bstring/],
  [
    "a reference to nothing",
    yaml(workflow("lost", "a: { task: nowhere }")),
    /bad\.yaml:10:\d+ .*nowhere.*[Dd]efine it/,
  ],
  [
    "an input from a node that is not there",
    yaml(workflow("lost", "a: { task: fine, after: [b] }")),
    /bad\.yaml:10:\d+ .*\bb\b.*Did you mean "a"/,
  ],
  [
    "a cycle",
    yaml(workflow("round", "a: { task: fine, after: [b] }", "b: { task: fine, after: [a] }")),
    /bad\.yaml:\d+:\d+ .*([Cc]ycle|circle)/,
  ],
  [
    "a truncated .pb",
    [{ name: "cut.pb", content: taskBytes.subarray(0, taskBytes.length - 7) }],
    /cut\.pb.*(cut|truncated|ends)/i,
  ],
  ["an empty file", [{ name: "empty.yaml", content: "" }], /empty\.yaml.*empty/i],
  ["an archive with ../", tgz({ name: "../../etc/out.yaml", content: good }), /\.\.\/\.\.\/etc\/out\.yaml.*pack it/],
  ["an archive with a link", tgz({ name: "fine2.yaml", linkTo: "/etc/passwd" }), /fine2\.yaml.*link/],
  ["a bomb", tgz({ name: "bomb.yaml", content: Buffer.alloc(30 * 1024 * 1024) }), /times|ratio|bomb/i],
];

test.describe("files that cannot be registered", () => {
  for (const [what, files, says] of cases)
    test(`${what} is told with its place and the remedy, and nothing is registered`, async ({ skein }) => {
      const api = consoleApi(skein.url);
      const checked = await api.check(upload(files, "staging"));
      expect(checked.registrable).toBe(false);
      const told = [
        formatFindings(checked.diagnostics),
        ...checked.files.map((file) => `${file.name} ${file.rejected}`),
      ];
      expect(told.join("\n")).toMatch(says);

      const registered = await api.register(upload(files, "staging"));
      expect(registered.registered).toBe(false);
      expect(formatFindings(registered.diagnostics)).toBe(formatFindings(checked.diagnostics));
      await expectNothingIn(skein.url, "staging");
    });
});

test("one bad file keeps the good ones beside it from being registered", async ({ skein }) => {
  const api = consoleApi(skein.url);
  const files = [{ name: "good.yaml", content: workflow("good", "a: { task: fine }") }, ...yaml("tasks: 3")];
  const { registered, diagnostics } = await api.register(upload(files, "staging"));
  expect(registered).toBe(false);
  expect(formatFindings(diagnostics)).toMatch(/^bad\.yaml:/m);
  await expectNothingIn(skein.url, "staging");
});

test("a file of 200 MB is refused with the limit and the remedy", async ({ skein }) => {
  const content = Buffer.alloc(200 * 1024 * 1024, "a: b\n");
  const request = create(RegisterRequestSchema, upload([{ name: "big.yaml", content }], "staging"));
  // As a browser sends it: its length is said first.
  const answer = await fetch(`${skein.url}/skein.console.v1.ConsoleService/Register`, {
    method: "POST",
    headers: { "content-type": "application/proto" },
    body: Buffer.from(toBinary(RegisterRequestSchema, request)),
  });
  expect(await answer.json()).toEqual({
    code: "resource_exhausted",
    message: expect.stringMatching(/20\d MiB; at most 64 MiB .* Send less/),
  });
  // One that does not say its length is cut off at the limit.
  expect(await refusal(consoleApi(skein.url).register(request))).toMatch(/^\[resource_exhausted\]/);
  await expectHealthy(skein.url);
  await expectNothingIn(skein.url, "staging");
});

test("an upload cut half-way registers nothing and harms nobody", async ({ skein }) => {
  const body = JSON.stringify({
    ...scope,
    domain: "staging",
    files: [{ name: "half.yaml", content: Buffer.from(good).toString("base64") }],
  });
  const head = [
    "POST /skein.console.v1.ConsoleService/Register HTTP/1.1",
    `Host: localhost:${skein.port}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  await sendAndLeave(skein.port, `${head.join("\r\n")}\r\n\r\n${body.slice(0, body.length / 2)}`);
  await expectHealthy(skein.url);
  await expectNothingIn(skein.url, "staging");
  expect(skein.output()).not.toMatch(/"level":"error"/);
  // The very same content whole is taken.
  expect((await register(skein.url, good, "production")).registered).toBe(true);
});

test("the same version with other content is a conflict that says what differs", async ({ skein }) => {
  const api = consoleApi(skein.url);
  const of = (script: string) =>
    upload(yaml(`version: v1\ntasks:\n  once:\n    image: busybox:1.36\n    script: "${script}"\n`));
  expect((await api.register(of("true"))).registered).toBe(true);
  const same = await api.register(of("true"));
  expect(same.entities.map((each) => each.change)).toEqual([2]);
  const other = await api.register(of("false"));
  expect(other.registered).toBe(false);
  expect(other.entities[0]).toMatchObject({ id: { name: "once", version: "v1" }, change: 4 });
  expect(other.entities[0]?.differences.join("\n")).toMatch(/false|true/);
});

async function expectNothingIn(url: string, domain: string): Promise<void> {
  const { total } = await consoleApi(url).listWorkflows({ ...scope, domain });
  expect(total).toBe(0n);
}

async function expectHealthy(url: string): Promise<void> {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
}

/** Sends bytes and closes the connection once they are out. */
function sendAndLeave(port: number, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "localhost", () => socket.write(text, () => setTimeout(() => socket.destroy(), 50)));
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}

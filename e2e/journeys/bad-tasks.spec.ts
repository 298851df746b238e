import { expect } from "@playwright/test";
import {
  ExecutionError_ErrorKind as ErrorKind,
  NodeExecution_Phase,
  WorkflowExecution_Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { consoleApi, launch, nodeOf, outcome, scope, until } from "../support/api.ts";
import { killContainerOf } from "../support/engine.ts";
import { homeIdOf } from "../support/home.ts";
import { test } from "../support/test.ts";

/** A workflow of one node, `only`, that runs this task. */
const workflow = (name: string, task: string) => `
tasks:
  ${name}:
${task.replaceAll(/^/gm, "    ")}
workflows:
  ${name}:
    nodes:
      only: { task: ${name} }
`;

/** What the task is, and the error its execution ends with: whose it is, its code, its words. */
const cases: readonly (readonly [
  what: string,
  name: string,
  task: string,
  kind: ErrorKind,
  code: RegExp,
  says: RegExp,
])[] = [
  [
    "an image that does not exist",
    "no_image",
    'image: registry.invalid/nothing:1\nscript: "true"',
    ErrorKind.USER,
    /ImagePullBackOff/,
    /registry\.invalid\/nothing:1 could not be pulled.*docker pull registry\.invalid\/nothing:1/s,
  ],
  [
    "a command that is not in the image",
    "no_command",
    "image: busybox:1.36\ncommand: [/opt/none]",
    ErrorKind.USER,
    /StartError/,
    /"\/opt\/none" is not in the image busybox:1\.36.*use one/s,
  ],
  [
    "a task that writes no output",
    "no_output",
    'image: busybox:1.36\noutputs: { n: int }\nscript: "true"',
    ErrorKind.USER,
    /Output/,
    /\bn\b.*(write|wrote)/s,
  ],
  [
    "an output of the wrong type",
    "wrong_output",
    'image: busybox:1.36\noutputs: { n: int }\nscript: echo seven > "$OUTPUTS/n"',
    ErrorKind.USER,
    /Output/,
    /\bn\b.*seven/s,
  ],
  [
    "a script that fails",
    "bad_script",
    'image: busybox:1.36\nscript: |\n  echo "no such order: 7" >&2\n  exit 3',
    ErrorKind.USER,
    /Error/,
    /exit code 3.*no such order: 7/s,
  ],
];

test.describe("tasks that fail", () => {
  for (const [what, name, task, kind, code, says] of cases)
    test(`${what} ends the execution with an error that says so`, async ({ skein }) => {
      const execution = await launch(skein.url, workflow(name, task), name);
      const view = await outcome(skein.url, execution);
      expect(view.execution?.phase).toBe(WorkflowExecution_Phase.FAILED);
      expect(view.errorPath).toBe("only");
      expect(view.error?.code).toMatch(code);
      expect(view.error?.message).toMatch(says);
      expect(view.error && ErrorKind[view.error.kind]).toBe(ErrorKind[kind]);
      expect(view.execution?.errorHead).not.toBe("");
      // The node says it too, and its log has been kept.
      const node = await consoleApi(skein.url).getNode({ execution: { ...scope, name: execution }, path: "only" });
      expect(node.error?.message).toMatch(says);
      expect(node.attempts.at(-1)?.logBytes).toBeGreaterThan(0n);
    });
});

test("a container killed from outside is run again, and the first attempt says why it ended", async ({ skein }) => {
  const text = workflow("killed", "image: busybox:1.36\nscript: |\n  echo up\n  sleep 2\n  echo done");
  const name = await launch(skein.url, text, "killed");
  await until(skein.url, name, (view) => nodeOf(view, "only")?.phase === NodeExecution_Phase.RUNNING);
  await expect.poll(() => killContainerOf(homeIdOf(skein.home), name)).toBe(true);
  const view = await outcome(skein.url, name);
  expect(view.execution?.phase).toBe(WorkflowExecution_Phase.SUCCEEDED);
  const { attempts } = await consoleApi(skein.url).getNode({ execution: { ...scope, name }, path: "only" });
  expect(attempts).toHaveLength(2);
  expect(attempts[0]?.error).toMatchObject({ code: "Interrupted", kind: ErrorKind.SYSTEM });
  expect(attempts[0]?.error?.message).toMatch(/killed from outside.*up/s);
  expect(attempts[0]?.logBytes).toBeGreaterThan(0n);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, openBench, type Task } from "./testing/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const sh = (script: string, more: Partial<Task> = {}): Task => ({ args: ["sh", "-c", script], ...more });

test("a raw container reads its inputs, writes its outputs and succeeds", async () => {
  const script =
    'echo hello; echo careful >&2; expr $(cat /var/inputs/n) + 1 > /var/outputs/next; echo "[\\"$(cat /var/inputs/word)\\"]" > /var/outputs/words; cp /var/inputs/inputs.json /var/outputs/copy';
  const { ended, facts } = await bench.run(
    sh(script, {
      inputs: { n: ["int", 41n], word: ["string", "hi"] },
      outputs: { next: "int", words: "list[string]", copy: "file" },
    }),
  );
  expect(ended.verdict).toMatchObject({ kind: "succeeded" });
  const outputs = await bench.outputs();
  expect(outputs).toMatchObject({ next: 42n, words: ["hi"] });
  expect(await bench.readBlob(outputs.copy)).toBe('{"n":41,"word":"hi"}');
  expect(facts).toMatchObject({ exitCode: 0, image: "busybox:1.36", containerName: bench.name });
  expect(await bench.log()).toEqual(expect.arrayContaining(["STDOUT hello", "STDERR careful", "ENGINE exit code 0"]));
  expect((await bench.logs().range(bench.key, 0, 0)).complete).toBe(true);
  expect(await bench.containers()).toEqual([bench.name]); // kept until its end is committed
});

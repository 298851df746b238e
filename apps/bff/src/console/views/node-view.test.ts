import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { NodeExecution_Phase as NodePhase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../../runner/runner.ts";
import type { Script } from "../../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  execution,
  failing,
  int,
  literals,
  refusal,
  scope,
  succeeds,
  text,
  titled,
} from "../testing/console-under-test.ts";
import { greeting, nested } from "../testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
};

describe("a node", () => {
  const node = (name: string, path: string) => console.client.getNode({ execution: execution(name), path });

  test("that ran shows values, attempts, and its task with the node's overrides", async () => {
    await open(greeting(), (attempt) =>
      attempt.template.id?.name === "measure" && attempt.key.attempt === 0 ? failing("once") : succeeds(attempt),
    );
    const name = await console.launch("greeting", titled);
    await console.ended(name);
    const measure = await node(name, "measure");
    expect(measure.inputs?.literals).toEqual({ title: text("skein") });
    expect(measure.outputs?.literals).toEqual({ length: int(7) });
    expect(measure.attempts.map((each) => [each.attempt, each.error?.message])).toEqual([
      [0, "once"],
      [1, undefined],
    ]);
    expect(measure.attempts[1]?.history.at(-1)?.phase).toBe(measure.attempts[1]?.phase);
    expect(measure.attempts[0]?.container).toMatchObject({ image: "busybox:1.36", exitCode: 1 });
    expect(measure.summary).toMatchObject({ attempt: 1, maxAttempts: 2 });
    expect(measure.why).toEqual([]);

    const greet = JSON.parse((await node(name, "greet")).specJson);
    expect(greet.container.image).toBe("busybox:other");
    expect(greet.container.resources.limits).toEqual([{ name: "MEMORY", value: "64Mi" }]);
    expect(JSON.parse(measure.specJson).container.image).toBe("busybox:1.36");
  });

  test("whose task is cached says so, and where the result it has was made", async () => {
    await open(greeting().replace("    retries: 1\n", '    cache: "1.0"\n'));
    const [first, second] = [await console.launch("greeting", titled), await console.launch("greeting", titled)];
    await console.ended(first);
    await console.ended(second);
    const third = await console.launch("greeting", titled);
    await console.ended(third);
    const { cache, summary, attempts } = await node(third, "measure");
    expect(cache).toMatchObject({
      status: CatalogCacheStatus.CACHE_HIT,
      sourcePath: "measure",
      key: { datasetId: { name: "flyte_task-measure" }, sourceExecution: { case: "sourceTaskExecution" } },
    });
    expect(summary?.cacheStatus).toBe(CatalogCacheStatus.CACHE_HIT);
    expect(attempts).toEqual([]);
    expect((await node(third, "greet")).cache).toBeUndefined();

    const target = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "greeting", version: "v1" };
    const { id } = await console.client.launch({ ...scope, target, inputs: titled, overwriteCache: true });
    await console.ended(id?.name ?? "");
    expect((await node(id?.name ?? "", "measure")).cache).toMatchObject({
      status: CatalogCacheStatus.CACHE_POPULATED,
      miss: { text: "The execution makes cached results anew." },
    });
  });

  test("whose task is cached and ran all the same says what was not as it was, and where", async () => {
    const cached = (cache: string, version?: string) =>
      greeting(version).replace("    retries: 1\n", `    cache: "${cache}"\n`);
    const run = async (inputs: LiteralMap) => {
      const name = await console.launch("greeting", inputs);
      await console.ended(name);
      return { name, miss: (await node(name, "measure")).cache?.miss };
    };
    await open(cached("1.0"));
    const first = await run(titled);
    expect(first.miss).toMatchObject({ text: "No result of this task had been kept before.", comparedPath: "" });
    const other = await run(literals({ title: text("another") }));
    expect(other.miss).toMatchObject({ text: "title is not what it was.", compared: { name: first.name } });
    await console.register(cached("2-b", "v2"));
    const later = await run(titled);
    expect(later.miss).toMatchObject({
      text: "The cache version changed from 1.0 to 2-b.",
      compared: { name: other.name },
      comparedPath: "measure",
    });
  });

  test("that waits has no row, and says for what", async () => {
    await open(nested, (attempt) => (attempt.key.node === "make" ? endless() : succeeds(attempt)));
    const name = await console.launch("outer");
    await eventually(() => console.world.containers.size === 1);
    const deep = await node(name, "deep");
    expect(deep.summary).toMatchObject({ path: "deep", phase: NodePhase.UNDEFINED });
    expect(deep.why).toEqual([expect.stringMatching(/Waits for make/)]);
    expect(Object.keys(deep.interface?.inputs?.variables ?? {})).toEqual(["n"]);
    expect(deep.specJson).toBe("");
    expect((await node(name, "deep/one")).why).toEqual(["Not started: deep has not begun."]);
  });

  test("inside another waits for its neighbours there", async () => {
    await open(nested, (attempt) => (attempt.key.node === "deep-0-one" ? endless() : succeeds(attempt)));
    const name = await console.launch("outer");
    await eventually(() =>
      console.world.containers.has(JSON.stringify(["flytesnacks", "development", name, "deep-0-one", 0])),
    );
    expect((await node(name, "deep/two")).why).toEqual([expect.stringMatching(/Waits for one/)]);
    expect((await node(name, "deep")).summary?.isParent).toBe(true);
  });

  test("of an ended execution that never started says so", async () => {
    await open(nested, (attempt) => (attempt.key.node === "make" ? failing("no") : succeeds(attempt)));
    const name = await console.launch("outer");
    await console.ended(name);
    expect((await node(name, "deep/one")).why).toEqual(["Not started: the execution ended before."]);
    expect((await node(name, "make")).why).toEqual([]);
  });

  test("that is not in the graph is refused, by name", async () => {
    await open(greeting());
    const name = await console.launch("greeting", titled);
    expect(await refusal(node(name, "nope"))).toMatch(/^NotFound nope is no node of/);
    expect(await refusal(node("gone", "measure"))).toMatch(/^NotFound Execution .*gone/);
  });
});

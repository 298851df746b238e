import { expect } from "@playwright/test";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { adminOverGrpc, launch, nodeOf, outcome, scope } from "../support/api.ts";
import { example, executionUrl, expectNode, graphNode } from "../support/console.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

const { content } = example("cached.yaml");

test("a result is made once: the second run has it and leads to the first, overwriting makes it anew", async ({
  page,
  skein: { url },
}) => {
  const first = await launch(url, content, "cached");
  await outcome(url, first);
  const second = await launch(url, content, "cached");
  await page.goto(executionUrl(url, second));
  await expectNode(page, "think", "Cached");
  await expectNode(page, "tell", "Succeeded");
  await graphNode(page, "think").click();
  await page.getByRole("link", { name: `${first} / think` }).click();
  await expect(page).toHaveURL(new RegExp(`/executions/${first}\\?node=think`));

  const admin = adminOverGrpc(url);
  const idOf = (name: string) => ({ ...scope, name });
  const made = async (name: string) => {
    const { closure } = await admin.getNodeExecution({ id: { nodeId: "think", executionId: idOf(name) } });
    const told = closure?.targetMetadata;
    return told?.case === "taskNodeMetadata" ? told.value : undefined;
  };
  expect(await made(second)).toMatchObject({ cacheStatus: CatalogCacheStatus.CACHE_HIT });
  expect((await admin.getExecutionData({ id: idOf(second) })).fullOutputs).toEqual(
    (await admin.getExecutionData({ id: idOf(first) })).fullOutputs,
  );

  const { spec } = await admin.getExecution({ id: idOf(second) });
  if (!spec) throw new Error("The execution has no spec");
  await admin.createExecution({ ...idOf("overwriting"), spec: { ...spec, overwriteCache: true } });
  const view = await outcome(url, "overwriting");
  expect(nodeOf(view, "think")?.attempts).toHaveLength(1);
  const anew = await made("overwriting");
  expect(anew).toMatchObject({ cacheStatus: CatalogCacheStatus.CACHE_POPULATED });
  expect(anew?.catalogKey?.artifactTag).toEqual((await made(first))?.catalogKey?.artifactTag);
});

test("of two that would make the same result at once, one does", async ({ skein: { url } }) => {
  const inputs = { number: int(99) };
  const both = [await launch(url, content, "cached", { inputs }), await launch(url, content, "cached", { inputs })];
  const views = await Promise.all(both.map((name) => outcome(url, name)));
  const thinking = views.map((view) => nodeOf(view, "think"));
  expect(thinking.map((node) => node?.attempts.length).sort()).toEqual([0, 1]);
  expect(thinking.map((node) => node?.cacheStatus).sort()).toEqual([
    CatalogCacheStatus.CACHE_HIT,
    CatalogCacheStatus.CACHE_POPULATED,
  ]);
});

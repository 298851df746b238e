import express from "express";
import { afterEach, expect, test } from "vitest";
import { findExecution } from "../store/executions.ts";
import { nodeExecutionsOf } from "../store/node-executions.ts";
import { openDecks } from "./decks.ts";
import { type ConsoleUnderTest, consoleUnderTest, execution, scope } from "./testing/console-under-test.ts";
import { nested } from "./testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

test("a deck is served as a page of no origin that reaches nothing", async () => {
  console = await consoleUnderTest();
  await console.register(nested);
  const name = await console.launch("outer");
  await console.ended(name);
  const row = findExecution(console.db, { ...scope, name });
  const make = nodeExecutionsOf(console.db, row?.id ?? 0).find(({ path }) => path === "make");
  const nodeView = () => console.client.getNode({ execution: execution(name), path: "make" });
  expect((await nodeView()).hasDeck).toBe(false);
  await console.blobs.write(
    make?.output_uri?.replace(/[^/]*$/, "deck.html") ?? "",
    new TextEncoder().encode("<script>parent.document.title = 'mine'</script>"),
  );
  expect((await nodeView()).hasDeck).toBe(true);

  const app = express();
  app.get("/decks/:project/:domain/:execution/:node", openDecks(console.db, console.blobs).page);
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const get = (node: string) =>
    fetch(`http://127.0.0.1:${port}/decks/${scope.project}/${scope.domain}/${name}/${node}`);
  const page = await get("make");
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const policy = page.headers.get("content-security-policy")?.split("; ") ?? [];
  expect(policy).toContain("sandbox allow-scripts");
  expect(policy).toContain("default-src 'none'");
  expect((await get("nowhere")).status).toBe(404);
  server.close();
});

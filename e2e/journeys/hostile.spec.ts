/** What a workflow, a clock or a network may throw at the console: shown sanely, nothing runs, nothing freezes. */
import { readdirSync, writeFileSync } from "node:fs";
import {
  type AddressInfo,
  connect,
  createServer as createListener,
  type Server as Listener,
  type Socket,
} from "node:net";
import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { expect, type Page } from "@playwright/test";
import {
  type Literal,
  LiteralCollectionSchema,
  LiteralSchema,
  PrimitiveSchema,
  ScalarSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { launch, outcome } from "../support/api.ts";
import { executionsUrl, executionUrl, expectNode, graphNode } from "../support/console.ts";
import { makeHome, removeHome, startServer } from "../support/server.ts";
import { test } from "../support/test.ts";

const html = `<img src=x onerror="globalThis.reached=1">`;
const rightToLeft = "\u202etxt.exe \u05e9\u05dc\u05d5\u05dd";
const nasty = `
tasks:
  shout:
    image: busybox:1.36
    script: |
      echo '${html}<script>globalThis.reached=1</script>'
      printf '\\033]0;another title\\007\\033[2J\\033[31mred\\033[0m\\033]8;;javascript:alert(1)\\007press\\033]8;;\\007 plain\\n'
      sleep 0.3 # two streams are brought by two hands: the last words are to be the last
      echo '${html} is why' >&2
      exit 3
workflows:
  nasty:
    nodes:
      ask: { approve: ${JSON.stringify(`${html} ${rightToLeft} ${"long ".repeat(30)}`)} }
      shout: { task: shout }
`;

const large = `
tasks:
  pour:
    image: busybox:1.36
    outputs: { text: string }
    script: |
      head -c 10000000 /dev/zero | tr '\\000' x; echo
      echo after it
      head -c 1000000 /dev/zero | tr '\\000' y > "$OUTPUTS/text"
workflows:
  large: { nodes: { pour: { task: pour } }, outputs: { text: "\${pour.text}" } }
`;

const naps = (count: number, seconds = 1) => `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  naps:
    nodes:
${Array.from({ length: count }, (_, n) => `      n${n}: { task: nap, with: { time: ${seconds}s }${n > 0 ? `, after: [n${n - 1}]` : ""} }`).join("\n")}
`;

const reached = (page: Page) => page.evaluate(() => Reflect.get(globalThis, "reached") ?? "");

test("HTML, control sequences and names that run the other way are text, wherever they stand", async ({
  page,
  skein,
}) => {
  const name = await launch(skein.url, nasty, "nasty");
  await outcome(skein.url, name);
  page.on("dialog", () => {
    throw new Error("something of the workflow ran");
  });
  await page.goto(executionUrl(skein.url, name));
  await expect(page.getByText(`${html} is why`).first()).toBeVisible();
  await expect(page).toHaveTitle(/Failed · /);
  for (const view of ["timeline", "nodes", "events"]) {
    await page.goto(`${executionUrl(skein.url, name)}?view=${view}&node=shout`);
    await expect(page.getByText(`${html} is why`).first()).toBeVisible();
    expect(await reached(page)).toBe("");
  }
  await page.goto(`${executionUrl(skein.url, name)}?node=shout&tab=logs`);
  const log = page.getByRole("log");
  await expect(log).toContainText(`${html}<script>`);
  await expect(log).toContainText("redpress plain"); // nothing else of the sequences is left
  await expect(log.getByRole("link")).toHaveCount(0);
  await page.goto(executionsUrl(skein.url));
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Failed");
  expect(await reached(page)).toBe("");
});

test("a line of 10 MB and a value of 1 MB are folded, and the page goes on answering", async ({ page, skein }) => {
  const name = await launch(skein.url, large, "large");
  await outcome(skein.url, name);
  await page.goto(`${executionUrl(skein.url, name)}?node=pour&tab=logs`);
  const log = page.getByRole("log");
  await expect(log).toContainText("after it");
  const sizeOf = () => page.evaluate(() => document.body.textContent.length);
  expect(await sizeOf()).toBeLessThan(50_000);
  for (const tab of ["Outputs", "Summary", "Outputs"]) await page.getByRole("tab", { name: tab, exact: true }).click();
  await expect(
    page
      .getByRole("tabpanel")
      .getByText(/y{100}/)
      .first(),
  ).toBeVisible();
  expect(await sizeOf()).toBeLessThan(50_000);
  const began = Date.now();
  await page.keyboard.press("6");
  await expect(page.getByRole("tab", { name: /^Inputs and outputs/ })).toHaveAttribute("aria-selected", "true");
  expect(Date.now() - began).toBeLessThan(5000);
});

for (const [hours, word] of [
  [1, "ahead"],
  [-1, "behind"],
] as const)
  test(`a browser whose clock is an hour ${word} counts the server's time`, async ({ page, skein }) => {
    await page.addInitScript((by) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + by;
    }, hours * 3_600_000);
    const name = await launch(skein.url, naps(1, 8), "naps");
    await page.goto(executionUrl(skein.url, name));
    await expect(graphNode(page, "n0")).toHaveAccessibleName(/^n0, Task, Running, [1-7] s,/);
    await expect(page.getByText(/^[1-8] s$/).first()).toBeVisible(); // of the whole, in the head
    await expect(graphNode(page, "n0")).toHaveAccessibleName(/^n0, Task, Succeeded, 8\.\d s,/);
    await page.goto(executionsUrl(skein.url));
    await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText(/\d s ago/);
  });

/** Passes everything on to a server, until it cuts what is open. */
async function startProxy(port: number): Promise<{ port: number; cut: () => void; stop: () => void }> {
  const open = new Set<Socket>();
  const listener: Listener = createListener((incoming) => {
    const outgoing = connect(port, "localhost");
    for (const socket of [incoming, outgoing]) {
      open.add(socket);
      socket.on("error", () => undefined); // of a cut, which the other end is to learn of
      socket.on("close", () => {
        open.delete(socket);
        incoming.destroy();
        outgoing.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => listener.listen(0, "localhost", resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const { port: own } = listener.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    port: own,
    cut,
    stop: () => {
      listener.close();
      cut();
    },
  };
}

test("with every connection cut each second, a run is still watched to its end", async ({ page, skein }) => {
  const proxy = await startProxy(skein.port);
  const name = await launch(skein.url, naps(10), "naps");
  await page.goto(executionUrl(`http://localhost:${proxy.port}`, name));
  await expectNode(page, "n0", "Succeeded");
  const cutting = setInterval(proxy.cut, 1000);
  await expectNode(page, "n9", "Succeeded");
  await expect(page).toHaveTitle(/^Succeeded/);
  clearInterval(cutting);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  proxy.stop();
});

test("after the server was killed and started again, the page goes on without being loaded anew", async ({ page }) => {
  const home = makeHome();
  const first = await startServer(home);
  const name = await launch(first.url, naps(8), "naps");
  await page.goto(executionUrl(first.url, name));
  await expectNode(page, "n0", "Succeeded");
  await page.evaluate(() => Reflect.set(globalThis, "stayed", true));
  await first.kill();
  await expect(page.getByText(/The server does not answer since/)).toBeVisible();
  const second = await startServer(home, { SKEIN_PORT: String(first.port) });
  await expectNode(page, "n7", "Succeeded");
  await expect(page.getByText(/The server does not answer since/)).toBeHidden();
  expect(await page.evaluate(() => Reflect.get(globalThis, "stayed"))).toBe(true);
  await second.stop();
  await removeHome(home);
});

const counting = `
tasks:
  count:
    image: busybox:1.36
    script: |
      n=0
      while [ $n -lt 60 ]; do n=$((n + 1)); echo "count $n"; sleep 0.5; done
workflows:
  counting: { nodes: { count: { task: count } } }
`;

test("a container goes on while the server is away, and its log is read on from where it was", async ({ page }) => {
  const home = makeHome();
  const first = await startServer(home);
  const name = await launch(first.url, counting, "counting");
  await page.goto(`${executionUrl(first.url, name)}?view=logs`);
  const log = page.getByRole("log");
  await expect(log).toContainText("count 3");
  await first.kill();
  const second = await startServer(home, { SKEIN_PORT: String(first.port) });
  await expect(log).toContainText("count 60", { timeout: 60_000 });
  await outcome(second.url, name);
  // Each line once, in order.
  await page.reload();
  await expect(log).toContainText("count 60");
  const words = ((await log.textContent()) ?? "").match(/count \d+/g) ?? [];
  const numbers = words.map((each) => Number(each.slice("count ".length)));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(numbers.length);
  await second.stop();
  await removeHome(home);
});

const decked = `
tasks:
  make: { image: "busybox:1.36", outputs: { n: int }, script: echo 1 > "$OUTPUTS/n" }
workflows:
  decked: { nodes: { make: { task: make } } }
`;

/** Tries whatever a page in a frame could try of its parent, and says what came of it. */
const hostileDeck = `<h1>Report</h1><p id="said"></p><script>
const tries = {
  parent: () => parent.document.title,
  reach: () => { parent.reached = 1; return "set"; },
  storage: () => localStorage.getItem("skein.preferences") ?? "none",
  cookie: () => document.cookie + "!",
  leave: () => { top.location.href = "about:blank"; return "left"; },
  open: () => (open("/console/settings/about") ? "opened" : "refused"),
};
const said = Object.entries(tries).map(([name, attempt]) => {
  try { return name + ": " + attempt(); } catch (reason) { return name + ": " + reason.name; }
});
fetch("/console/").then(() => said.push("fetch: done"), () => said.push("fetch: refused")).finally(() => {
  document.getElementById("said").textContent = said.join(", ");
});
</script>`;

test("a report that reaches for the page around it reaches nothing", async ({ page, skein }) => {
  const name = await launch(skein.url, decked, "decked");
  const { nodes } = await outcome(skein.url, name);
  const place = nodes.find(({ path }) => path === "make");
  // Beside the outputs, where a task of flytekit would have written it.
  const outputs = readdirSync(`${skein.home}/blobs`, { recursive: true, encoding: "utf8" }).find(
    (each) => each.includes(name) && each.includes(`/${place?.id}/`) && each.endsWith("/outputs.pb"),
  );
  if (!outputs) throw new TypeError("The node wrote no outputs");
  writeFileSync(`${skein.home}/blobs/${outputs.replace(/[^/]*$/, "deck.html")}`, hostileDeck);

  await page.goto(`${executionUrl(skein.url, name)}?node=make&tab=report`);
  const url = page.url();
  const report = page.frameLocator("iframe");
  await expect(report.locator("#said")).toContainText("fetch: refused");
  for (const refused of ["parent: SecurityError", "reach: SecurityError", "storage: SecurityError", "open: refused"])
    await expect(report.locator("#said")).toContainText(refused);
  await expect(report.locator("#said")).not.toContainText("cookie: !");
  await expect(page).toHaveTitle(/^Succeeded · /);
  expect(page.url()).toBe(url);
  expect(await reached(page)).toBe("");
});

const noTimes = (count: number): Literal => {
  const value = {
    case: "scalar",
    value: create(ScalarSchema, { value: { case: "primitive", value: noTime } }),
  } as const;
  const literals = Array.from({ length: count }, () => create(LiteralSchema, { value }));
  return create(LiteralSchema, { value: { case: "collection", value: create(LiteralCollectionSchema, { literals }) } });
};
const noTime = create(PrimitiveSchema, { value: { case: "duration", value: create(DurationSchema) } });

const crowded = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  crowded:
    inputs: { times: { type: "list[duration]" } }
    nodes:
      all: { map: nap, over: { time: "\${inputs.times}" } }
`;

test("a map of fifty thousand elements opens at once and is scrolled through", async ({ page, skein }) => {
  test.slow();
  const items = 50_000;
  const name = await launch(skein.url, crowded, "crowded", { inputs: { times: noTimes(items) } });
  await outcome(skein.url, name, 240_000);
  await page.goto(`${executionUrl(skein.url, name)}?node=all&tab=items`);
  const panel = page.getByRole("complementary", { name: "Node all" });
  await expect(panel.getByRole("tab", { name: /^Elements/ })).toContainText("50,000");
  const elements = panel.getByRole("list", { name: "Elements" });
  await expect(elements.getByRole("button").first()).toBeVisible();
  expect(await elements.getByRole("button").count()).toBeLessThanOrEqual(80);
  await elements.hover();
  for (let step = 0; step < 10; step += 1) await page.mouse.wheel(0, 4000);
  await expect(elements.getByRole("button").first()).toBeVisible();
  expect(await elements.getByRole("button").count()).toBeLessThanOrEqual(80);
  await page.keyboard.press("2");
  await expect(page.getByRole("tab", { name: /^Timeline/ })).toHaveAttribute("aria-selected", "true");
});

/** Every screen and what is to be seen of it: what shots are taken of, and what is tested for accessibility. */
import type { Page } from "@playwright/test";
import { scope } from "../support/api.ts";
import { dropFiles, example } from "../support/console.ts";
import type { Seeded } from "./seed.ts";

export interface Screen {
  readonly name: string;
  /** Below /console. */
  readonly path: (seeded: Seeded) => string;
  /** What is done on it before the shot. */
  readonly act?: (page: Page) => Promise<void>;
}

const home = `/projects/${scope.project}/domains/${scope.domain}`;
const mistake = {
  name: "mistake.yaml",
  content: `tasks:
  add:
    imagee: busybox:1.36
    inputs: { left: int, right: integr }
    script: echo
workflows:
  sum:
    nodes:
      a: { task: add, with: { left: "\${b.n}" } }
      b: { task: nowhere }
`,
};

/** A text on its way: one name is misspelt, one value is still to come. */
const authored = `tasks:
  pick:
    image: busybox:1.36
    inputs: { start: int }
    outputs: { number: int, label: string }
    script: echo "$(cat "$INPUTS/start")" > "$OUTPUTS/number"
  double:
    image: busybox:1.36
    inputs: { number: int }
    outputs: { result: int }
    script: echo $(($(cat "$INPUTS/number") * 2)) > "$OUTPUTS/result"
workflows:
  doubled:
    inputs:
      start: { type: int, default: 7 }
    nodes:
      pick:
        task: pick
        with: { start: "\${inputs.start}" }
      approve:
        approve: Go on with this number?
        after: [pik]
      double:
        task: double
        with:
          number: \${pick.number}
      again:
        task: double
        with:
          number: 
    outputs:
      result: \${double.result}
`;

export const screens: readonly Screen[] = [
  { name: "overview", path: () => home },
  { name: "overview-empty", path: () => `/projects/${scope.project}/domains/staging` },
  { name: "executions", path: () => `${home}/executions` },
  { name: "executions-filtered", path: () => `${home}/executions?q=status:failed,succeeded+started:>-24h+soon:now` },
  { name: "executions-no-match", path: () => `${home}/executions?q=status:failed+workflow:nowhere` },
  { name: "executions-peek", path: ({ failed }) => `${home}/executions?peek=${failed}` },
  {
    name: "executions-completion",
    path: () => `${home}/executions`,
    async act(page) {
      await page.getByRole("combobox", { name: "Filter executions" }).click();
      await page.keyboard.type("status:");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "executions-selection",
    path: () => `${home}/executions`,
    async act(page) {
      const boxes = page.getByRole("checkbox", { name: /^Select (?!all)/ });
      if ((await boxes.count()) === 0) return; // on a phone executions are looked at one by one
      await boxes.nth(1).click();
      await boxes.nth(3).click({ modifiers: ["Shift"] });
    },
  },
  { name: "executions-empty", path: () => `/projects/${scope.project}/domains/production/executions` },
  { name: "execution-running", path: ({ running }) => `${home}/executions/${running}` },
  { name: "execution-succeeded", path: ({ succeeded }) => `${home}/executions/${succeeded}` },
  { name: "execution-nodes", path: ({ succeeded }) => `${home}/executions/${succeeded}?view=nodes` },
  { name: "execution-timeline", path: ({ succeeded }) => `${home}/executions/${succeeded}?view=timeline` },
  { name: "execution-timeline-retries", path: ({ retried }) => `${home}/executions/${retried}?view=timeline` },
  {
    name: "execution-replay",
    path: ({ failed }) => `${home}/executions/${failed}?beside=timeline`,
    act: async (page) => {
      await page.getByRole("slider", { name: "Time cursor" }).focus();
      for (let step = 0; step < 4; step += 1) await page.keyboard.press("PageUp");
    },
  },
  { name: "execution-timeline-running", path: ({ running }) => `${home}/executions/${running}?view=timeline` },
  {
    name: "execution-split",
    path: ({ failed }) => `${home}/executions/${failed}?view=timeline&beside=graph&node=check`,
  },
  {
    name: "execution-split-columns",
    path: ({ running }) => `${home}/executions/${running}?view=events&beside=timeline&split=columns`,
  },
  { name: "execution-logs", path: ({ running }) => `${home}/executions/${running}?view=logs` },
  {
    name: "execution-logs-split",
    path: ({ failed }) => `${home}/executions/${failed}?view=timeline&beside=logs&node=check&q=order`,
  },
  { name: "execution-logs-nothing", path: ({ succeeded }) => `${home}/executions/${succeeded}?view=logs` },
  { name: "execution-events", path: ({ aborted }) => `${home}/executions/${aborted}?view=events` },
  { name: "execution-compute", path: ({ succeeded }) => `${home}/executions/${succeeded}?view=compute` },
  { name: "execution-io", path: ({ succeeded }) => `${home}/executions/${succeeded}?view=io` },
  { name: "execution-failed", path: ({ failed }) => `${home}/executions/${failed}` },
  {
    name: "compare",
    path: ({ worse, better }) => `${home}/executions/${worse}/compare?with=${better}&node=limit`,
  },
  { name: "execution-branch", path: ({ branched }) => `${home}/executions/${branched}` },
  {
    name: "execution-sideways",
    path: ({ succeeded }) => `${home}/executions/${succeeded}`,
    act: (page) => page.getByRole("button", { name: "Right", exact: true }).click(),
  },
  {
    name: "execution-durations",
    path: ({ failed }) => `${home}/executions/${failed}`,
    act: async (page) => {
      const shows = page.getByRole("combobox", { name: "What nodes show" });
      if (await shows.isVisible()) await shows.selectOption("Duration"); // on a phone there are the phases alone
    },
  },
  { name: "execution-vast", path: ({ vast }) => `${home}/executions/${vast}` },
  {
    name: "execution-vast-hover",
    path: ({ vast }) => `${home}/executions/${vast}`,
    act: async (page) => {
      await page.keyboard.press("f");
      const box = await page.locator(".react-flow").boundingBox();
      if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 10, { steps: 8 });
    },
  },
  {
    name: "execution-vast-near",
    path: ({ vast }) => `${home}/executions/${vast}?node=day18_9`,
    act: (page) => page.keyboard.press("0"),
  },
  { name: "node-summary", path: ({ failed }) => `${home}/executions/${failed}?node=check` },
  { name: "node-outputs", path: ({ succeeded }) => `${home}/executions/${succeeded}?node=add&tab=outputs` },
  { name: "node-logs", path: ({ failed }) => `${home}/executions/${failed}?node=check&tab=logs` },
  { name: "node-logs-running", path: ({ running }) => `${home}/executions/${running}?node=piece04&tab=logs` },
  { name: "node-attempts", path: ({ failed }) => `${home}/executions/${failed}?node=check&tab=attempts` },
  { name: "node-spec", path: ({ failed }) => `${home}/executions/${failed}?node=check&tab=spec` },
  { name: "node-why", path: ({ failed }) => `${home}/executions/${failed}?node=check&tab=why` },
  { name: "node-compute", path: ({ running }) => `${home}/executions/${running}?node=piece04&tab=compute` },
  {
    name: "execution-menu",
    path: ({ failed }) => `${home}/executions/${failed}`,
    act: async (page) => {
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "gate-dialog",
    path: ({ waiting }) => `${home}/executions/${waiting}`,
    act: async (page) => {
      await page.getByRole("button", { name: "Approve…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Approve", exact: true }).waitFor();
    },
  },
  {
    name: "compare-timing",
    path: ({ worse, better }) => `${home}/executions/${worse}/compare?with=${better}&tab=timing`,
  },
  {
    name: "execution-logs-filtered",
    path: ({ running }) => `${home}/executions/${running}?view=logs&q=second+1`,
    act: (page) => page.getByRole("button", { name: "Only lines that match" }).click(),
  },
  { name: "execution-gates", path: ({ waiting }) => `${home}/executions/${waiting}` },
  { name: "execution-map", path: ({ mapped }) => `${home}/executions/${mapped}?beside=timeline` },
  { name: "node-gate-approve", path: ({ waiting }) => `${home}/executions/${waiting}?node=tasted` },
  { name: "node-gate-signal", path: ({ waiting }) => `${home}/executions/${waiting}?node=bags` },
  { name: "node-map", path: ({ mapped }) => `${home}/executions/${mapped}?node=measure` },
  { name: "node-map-elements", path: ({ mapped }) => `${home}/executions/${mapped}?node=measure&tab=items` },
  { name: "node-map-element", path: ({ mapped }) => `${home}/executions/${mapped}?node=measure&tab=items&index=1` },
  {
    name: "node-map-element-log",
    path: ({ mapped }) => `${home}/executions/${mapped}?node=measure&tab=items&index=1&part=logs`,
  },
  {
    name: "node-menu",
    path: ({ failed }) => `${home}/executions/${failed}?view=nodes`,
    async act(page) {
      await page.getByRole("row", { name: /check/ }).click({ button: "right" });
      await page.getByRole("menu").waitFor();
    },
  },
  { name: "node-held", path: ({ held }) => `${home}/executions/${held}?node=add` },
  {
    name: "node-held-inputs",
    path: ({ held }) => `${home}/executions/${held}?node=add`,
    act: async (page) => {
      await page.getByRole("button", { name: "Edit inputs" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "execution-recover",
    path: ({ failed }) => `${home}/executions/${failed}`,
    act: async (page) => {
      await page.keyboard.press("Shift+R");
      await page.getByRole("dialog").getByRole("region").first().waitFor();
    },
  },
  {
    name: "execution-rerun",
    path: ({ failed }) => `${home}/executions/${failed}?node=check`,
    act: async (page) => {
      await page.keyboard.press("Shift+R");
      await page.getByRole("dialog").getByRole("region").first().waitFor();
    },
  },
  {
    name: "execution-recover-inputs",
    path: ({ worse }) => `${home}/executions/${worse}`,
    act: async (page) => {
      await page.keyboard.press("Shift+R");
      await page.getByText("nothing changed").click();
      await page.getByLabel("n", { exact: true }).fill("7");
      await page.getByText("which changes").first().waitFor();
    },
  },
  {
    name: "execution-abort",
    path: ({ running }) => `${home}/executions/${running}`,
    act: async (page) => {
      await page.keyboard.press("Shift+A");
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "inbox", path: () => `/inbox?project=${scope.project}&domain=${scope.domain}` },
  { name: "execution-aborted", path: ({ aborted }) => `${home}/executions/${aborted}` },
  { name: "execution-missing", path: () => `${home}/executions/nowhere` },
  { name: "workflows", path: () => `${home}/workflows` },
  { name: "workflow", path: () => `${home}/workflows/diamond` },
  { name: "launch", path: () => `${home}/launch?kind=workflow&name=all_inputs` },
  {
    name: "launch-mistakes",
    path: () => `${home}/launch?kind=workflow&name=diamond`,
    act: async (page) => {
      await page.getByLabel("start", { exact: true }).fill("seven");
      await page.getByRole("button", { name: /^Launch/ }).click();
    },
  },
  {
    name: "author",
    path: () => `/author?project=${scope.project}&domain=${scope.domain}`,
    act: async (page) => {
      // Two drafts to list; the second visit finds the first.
      for (const name of ["diamond.yaml", "fan-of-20.yaml"]) {
        await page
          .getByRole("link", { name: new RegExp(name) })
          .last()
          .click();
        await page.getByText(/^Checked in/).waitFor();
        await page.getByRole("link", { name: "New", exact: true }).click();
      }
    },
  },
  {
    name: "author-node",
    path: () => `/author?project=${scope.project}&domain=${scope.domain}&example=diamond.yaml`,
    act: async (page) => {
      await page.getByText(/^Checked in/).waitFor();
      const graph = page.getByRole("button", { name: "Graph", exact: true });
      if ((page.viewportSize()?.width ?? 0) < 768) await graph.click();
      await page.getByRole("button", { name: /^add, Task/ }).click();
    },
  },
  {
    name: "author-mistakes",
    path: () => `/author?project=${scope.project}&domain=${scope.domain}`,
    act: async (page) => {
      await page.getByRole("button", { name: "New draft" }).click();
      await page.getByText(/^Checked in/).waitFor();
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(authored.replace("[pik]", "[pick]").replace("number: \n", "number: 1\n"));
      await page.waitForTimeout(1500); // its graph is the last good one
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(authored);
      await page.locator(".cm-lint-marker-error").first().waitFor();
      await page.keyboard.press("Control+End");
      for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "End"]) await page.keyboard.press(key);
      await page.keyboard.type("${d");
      await page.getByRole("listbox").waitFor();
    },
  },
  { name: "upload", path: () => `/upload?project=${scope.project}&domain=${scope.domain}` },
  {
    name: "upload-checked",
    path: () => `/upload?project=${scope.project}&domain=staging`,
    act: async (page) => {
      await dropFiles(page, ["hello.yaml", "diamond.yaml", "files.yaml"].map(example));
      await page.getByRole("button", { name: /^Register/ }).waitFor();
      await page.getByRole("button", { name: "diamond", exact: true }).first().click();
    },
  },
  {
    name: "upload-mistakes",
    path: () => `/upload?project=${scope.project}&domain=staging`,
    act: async (page) => {
      await dropFiles(page, [example("hello.yaml"), mistake]);
      await page.getByRole("region", { name: "Findings" }).waitFor();
    },
  },
  { name: "settings-appearance", path: () => "/settings/appearance" },
  { name: "settings-about", path: () => "/settings/about" },
  {
    name: "palette",
    path: ({ running }) => `${home}/executions/${running}`,
    act: async (page) => {
      await page.getByRole("tab", { name: "Graph" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search or run a command" }).fill("pie");
      await page.getByRole("listbox", { name: "Found" }).getByRole("option").first().waitFor();
    },
  },
  {
    name: "shortcuts",
    path: () => `${home}/executions`,
    act: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
];

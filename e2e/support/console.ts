/** What a person does on the console, for journeys; things are found by role and name. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";
import { scope } from "./api.ts";

const folder = new URL("../../examples/", import.meta.url);

/** A file of examples/, as it is dropped. */
export const example = (name: string): { name: string; content: string } => ({
  name: basename(name),
  content: readFileSync(fileURLToPath(new URL(name, folder)), "utf8"),
});

const home = `/console/projects/${scope.project}/domains/${scope.domain}`;

export const executionsUrl = (server: string): string => `${server}${home}/executions`;
export const executionUrl = (server: string, name: string): string => `${server}${home}/executions/${name}`;
export const launchUrl = (server: string, workflow: string): string =>
  `${server}${home}/launch?kind=workflow&name=${workflow}`;

/** Lets files fall onto the page, wherever it is. */
export async function dropFiles(
  page: Page,
  files: readonly { readonly name: string; readonly content: string | Uint8Array }[],
): Promise<void> {
  // A page takes text from outside, not bytes.
  const encoded = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString("base64") }));
  // Nobody drops on a page that is not there yet.
  await page.getByRole("heading", { level: 1 }).waitFor();
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given)
      transfer.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name));
    return transfer;
  }, encoded);
  for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("body", type, { dataTransfer });
}

/** The box of a node in the graph; its name says what it is and how it stands: "add, Task, Succeeded, 1.2 s, …". */
export const graphNode = (page: Page, name: string): Locator =>
  page.getByRole("button", { name: new RegExp(`^${name}, (Task|Sub-workflow)\\b`) });

export async function expectNode(page: Page, name: string, status: string, timeout = 60_000): Promise<void> {
  await expect(graphNode(page, name)).toHaveAccessibleName(new RegExp(`^${name}, [\\w-]+, ${status}\\b`), { timeout });
}

// @vitest-environment happy-dom
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedView } from "../../../testing/seed-run.ts";

const [row, ...others] = seedExecutions(3);
if (!row) throw new Error("no row");
const view = seedView(row);
const path = `/projects/flytesnacks/domains/development/executions/${row.id?.name}`;
const impl = { ...seededConsole([row, ...others]), getExecution: () => view };
const begin = view.execution?.createdAt ? timestampMs(view.execution.createdAt) : 0;

const cursor = () => screen.findByRole<HTMLInputElement>("slider", { name: "Time cursor" });

test("live: the cursor stands at the end, and there is no way back to where one is", async () => {
  renderConsole(path, impl);
  expect((await cursor()).getAttribute("aria-valuetext")).toBe("now");
  expect(screen.getByRole("button", { name: "Back to live" }).hasAttribute("disabled")).toBe(true);
  expect(screen.queryByText(/Replaying/)).toBeNull();
});

test("an address with a time shows that moment: phase, progress and no failure of later", async () => {
  renderConsole(`${path}?t=${begin + 5000}`, impl);
  expect(await screen.findByText(/Replaying/)).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Failure" })).toBeNull();
  expect(screen.getAllByText("Running").length).toBeGreaterThan(0);
  fireEvent.click(screen.getByRole("button", { name: "Back to live" }));
  expect(await screen.findByRole("region", { name: "Failure" })).toBeTruthy();
});

test("keys step along what happened; where the cursor rests is in the address", async () => {
  const { router } = renderConsole(path, impl);
  const slider = await cursor();
  fireEvent.keyDown(slider, { key: "Home" });
  expect(await screen.findByText(/Replaying/)).toBeTruthy();
  const first = Number((await cursor()).value);
  fireEvent.keyDown(slider, { key: "PageDown" });
  await waitFor(async () => expect(Number((await cursor()).value)).toBeGreaterThan(first));
  await waitFor(() => expect(router.state.location.search).toMatch(/t=\d+/));
  fireEvent.keyDown(slider, { key: "End" });
  await waitFor(() => expect(router.state.location.search).not.toContain("t="));
});

test("a time that is none of the run's is brought to its ends, and nonsense is no time", async () => {
  renderConsole(`${path}?t=1`, impl);
  expect(Number((await cursor()).value)).toBe(begin);
  renderConsole(`${path}?t=yesterday`, impl);
  expect((await cursor()).getAttribute("aria-valuetext")).toBe("now");
});

// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import type { LaunchRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { fromLiteral } from "@skein/spec/literal";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";

const path = "/projects/flytesnacks/domains/development/launch?kind=workflow&name=etl.daily_features";
const seeded = seededConsole();
let launched: LaunchRequest[] = [];
const recording: ConsoleImpl = {
  ...seeded,
  launch: (request) => {
    launched.push(request);
    return { id: { project: "flytesnacks", domain: "development", name: "a7x2k9mq4b" } };
  },
};
beforeEach(() => {
  launched = [];
});

const type = (label: string, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const launch = () => fireEvent.click(screen.getByRole("button", { name: /^Launch/ }));

test("the loading face names what will be launched", async () => {
  renderConsole(path, { ...seeded, getLaunchForm: never });
  expect(await screen.findByRole("status", { name: "Loading the launch form" })).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1, name: "Launch etl.daily_features" })).toBeTruthy();
});

test("without a target it leads to the workflows", async () => {
  renderConsole("/projects/flytesnacks/domains/development/launch", seeded);
  expect(await screen.findByText("What shall be launched?")).toBeTruthy();
});

test("an unknown workflow is said to be so", async () => {
  renderConsole(path, {
    ...seeded,
    getLaunchForm: () => {
      throw new ConnectError("Workflow etl.daily_features is not registered", Code.NotFound);
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("is not registered");
});

test("required inputs come first, fixed ones last and cannot be changed", async () => {
  renderConsole(path, seeded);
  await screen.findByLabelText("day");
  const names = [...document.querySelectorAll("label[for^=input-]")].map((label) => label.textContent);
  expect(names.slice(0, 2)).toEqual(["day", "training_set"]);
  expect(names.at(-1)).toBe("publish");
  expect(document.getElementById("input-publish")?.tagName).toBe("DIV");
});

test("a missing value stops the launch, is summed up and can be reached from there", async () => {
  renderConsole(path, recording);
  await screen.findByLabelText("day");
  launch();
  const summary = screen.getByRole("alert");
  expect(summary.textContent).toContain("2 fields need attention: day, training_set");
  expect(document.activeElement).toBe(summary);
  fireEvent.click(within(summary).getByRole("button", { name: "training_set" }));
  expect(document.activeElement).toBe(screen.getByLabelText("training_set"));
  expect(screen.getByLabelText("training_set").getAttribute("aria-invalid")).toBe("true");
  expect(launched).toHaveLength(0);
});

test("a right form launches once with exact values, leaves defaults out, and goes to the execution", async () => {
  const { router } = renderConsole(path, recording);
  await screen.findByLabelText("day");
  type("day", "2026-11-22T09:00:00Z");
  type("training_set", "s3://my-s3-bucket/rows.parquet");
  type("shards", "9007199254740995");
  launch();
  launch();
  await waitFor(() => expect(router.state.location.pathname).toContain("/executions/a7x2k9mq4b"));
  expect(launched).toHaveLength(1);
  const [request] = launched;
  expect(Object.keys(request?.inputs?.literals ?? {}).toSorted()).toEqual(["day", "shards", "training_set"]);
  expect(fromLiteral(request?.inputs?.literals.shards)).toBe(9_007_199_254_740_995n);
  expect(request?.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
});

test("a wrong value is told beside its field when it is left", async () => {
  renderConsole(path, recording);
  await screen.findByLabelText("day");
  type("lookback", "2 m");
  expect(screen.queryByText(/Expected a duration/)).toBeNull();
  fireEvent.blur(screen.getByLabelText("lookback"));
  expect(await screen.findByText(/Expected a duration/)).toBeTruthy();
});

test("beside the form a wrong value is not valid, and the command waits for a right one", async () => {
  renderConsole(path, recording);
  await screen.findByLabelText("day");
  type("day", "today");
  type("training_set", "s3://my-s3-bucket/rows.parquet");
  const copy = screen.getByRole<HTMLButtonElement>("button", { name: "Copy command" });
  const beside = screen.getByRole("complementary", { name: "About this launch" });
  expect(copy.disabled).toBe(false);
  type("lookback", "2 m");
  expect(within(beside).getByText("lookback").parentElement?.textContent).toMatch(/→ not valid$/);
  expect(within(beside).getByText(/once every field is right/)).toBeTruthy();
  expect(copy.disabled).toBe(true);
  type("lookback", "2m");
  expect(copy.disabled).toBe(false);
});

test("a server's refusal lands on the field it names, and the same request keeps its key", async () => {
  const keys: string[] = [];
  renderConsole(path, {
    ...seeded,
    launch: ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      throw new ConnectError('Input "training_set" is not readable: no such bucket', Code.InvalidArgument);
    },
  });
  await screen.findByLabelText("day");
  type("day", "today");
  type("training_set", "s3://gone/rows.parquet");
  launch();
  const refusals = await screen.findAllByText(/no such bucket/);
  expect(refusals.some((each) => each.closest("#input-training_set-notes"))).toBe(true);
  launch();
  await waitFor(() => expect(keys).toHaveLength(2));
  expect(keys[0]).toBe(keys[1]);
  type("training_set", "s3://here/rows.parquet");
  launch();
  await waitFor(() => expect(keys).toHaveLength(3));
  expect(keys[2]).not.toBe(keys[0]);
});

test("inputs of another execution are taken over, and differences from it are marked", async () => {
  renderConsole(`${path}&from=a7x2k9mq4b`, recording);
  const day = await screen.findByLabelText("day");
  expect(day instanceof HTMLInputElement && day.value).toBe("2026-11-22T09:00:00Z");
  expect(screen.getByText(/which the source execution had/).textContent).toContain("region");
  expect(screen.getByText("The same inputs.")).toBeTruthy();
  type("threshold", "0.1");
  expect(screen.getAllByRole("img", { name: "Differs from the source execution" })).toHaveLength(1);
});

test("lists grow and shrink, and can be edited as JSON", async () => {
  renderConsole(path, recording);
  await screen.findByLabelText("day");
  fireEvent.click(screen.getByRole("button", { name: "Remove item 1" }));
  const row = screen.getByLabelText("regions, item 1").closest(".grid");
  if (!(row instanceof HTMLElement)) throw new TypeError("the field has a row");
  fireEvent.click(within(row).getByRole("button", { name: "Edit as JSON" }));
  const json = screen.getByLabelText("regions");
  expect(json instanceof HTMLTextAreaElement && json.value).toBe('[\n  "us"\n]');
});

test("another version is another form, and stands in the URL", async () => {
  const { router } = renderConsole(path, seeded);
  await screen.findByLabelText("day");
  fireEvent.change(screen.getByLabelText("Version"), { target: { value: "v1" } });
  await waitFor(() => expect(router.state.location.search).toContain("version=v1"));
});

test("a name Flyte would refuse is refused before it is sent", async () => {
  renderConsole(path, recording);
  await screen.findByLabelText("day");
  type("day", "today");
  type("training_set", "s3://b/k");
  type("Execution name", "no spaces");
  launch();
  expect(screen.getByRole("alert").textContent).toContain("Execution name");
  expect(launched).toHaveLength(0);
});

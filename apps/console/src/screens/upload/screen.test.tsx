// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckResponseSchema, CompilerMode, type RegisterRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { fillBasket } from "../../basket/basket.ts";
import { MAX_UPLOAD_BYTES } from "../../basket/read-files.ts";
import { setPreferences } from "../../frame/preferences.ts";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);

const path = "/upload?project=flytesnacks&domain=development";
const seeded = seededConsole();
const file = (name: string, size = 12) => ({ name, content: new Uint8Array(size) });

/** The screen with these files dropped. */
async function dropped(impl: ConsoleImpl, ...names: string[]) {
  const view = renderConsole(path, impl);
  await screen.findByText("Drop files or folders here");
  act(() => fillBasket(names.map((name) => file(name))));
  return view;
}

const stepText = (name: string) =>
  within(screen.getByRole("list", { name: "Steps" }))
    .getAllByRole("listitem")
    .find((step) => step.textContent?.startsWith(name))?.textContent;

test("with nothing in hand it says what can be given, and offers the examples", async () => {
  renderConsole(path, seeded);
  expect(await screen.findByRole("button", { name: "Choose files" })).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: /A diamond/ }));
  expect(await screen.findByRole("heading", { level: 1, name: "diamond.yaml" })).toBeTruthy();
});

test("while the check runs the files are listed and the step says so", async () => {
  await dropped({ ...seeded, check: never }, "features/workflow.yaml");
  expect(await screen.findByRole("status", { name: "Checking the files" })).toBeTruthy();
  expect(screen.getByText("features/workflow.yaml")).toBeTruthy();
  expect(stepText("Check")).toContain("Checking…");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Register" }).disabled).toBe(true);
});

test("findings keep Register shut, and each says where and what to do", async () => {
  await dropped(seeded, "features/bad-workflow.yaml", "vendor.tgz");
  const finding = await screen.findByRole("heading", { level: 3, name: /build_features has no output feature/ });
  const card = finding.closest("article");
  expect(card?.textContent).toContain("features/workflow.yaml:44:19");
  expect(card?.textContent).toContain("^^^^^");
  expect(card?.textContent).toContain("Did you mean features?");
  expect(stepText("Check")).toContain("2 errors, 1 conflict, 1 refused file");
  expect(stepText("Register")).toContain("waits for 3 fixes");
  expect(screen.getByText(/leaves the archive/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Register 4 entities" }).disabled).toBe(true);
});

test("errors stand before the entities, are reached from the step, and mark their file", async () => {
  await dropped(seeded, "features/bad-workflow.yaml");
  const findings = await screen.findByRole("region", { name: "Findings" });
  const table = screen.getByRole("table", { name: "Entities" });
  expect(findings.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "2 errors, 1 conflict, 1 refused file" }));
  expect(document.activeElement).toBe(findings);
  const [row] = screen.getAllByTitle("features/workflow.yaml").flatMap((each) => each.closest("li") ?? []);
  if (!row) throw new TypeError("the file stands in a list");
  expect(within(row).getByRole("img", { name: "errors" }).parentElement?.textContent).toBe("errors2");
});

test("of hundreds of entities only those in view are drawn, and all are counted", async () => {
  const answer = create(CheckResponseSchema, {
    registrable: true,
    entities: Array.from({ length: 451 }, (_, at) => ({ id: { resourceType: ResourceType.TASK, name: `task${at}` } })),
  });
  await dropped({ ...seeded, check: () => answer }, "many.yaml");
  const table = await screen.findByRole("table", { name: "Entities" });
  const rows = within(table).getAllByRole("row");
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.length).toBeLessThanOrEqual(80);
  expect(table.getAttribute("aria-rowcount")).toBe("452");
  expect(rows.at(-1)?.getAttribute("aria-rowindex")).toBe(String(rows.length));
});

test("the rules are strict until Flyte's are chosen; then the files are checked again", async () => {
  const modes: CompilerMode[] = [];
  const check: ConsoleImpl["check"] = (request) => {
    modes.push(request.mode);
    return { registrable: true };
  };
  await dropped({ ...seeded, check }, "features/workflow.yaml");
  fireEvent.change(await screen.findByLabelText("Rules"), { target: { value: "flyte-1.16" } });
  await waitFor(() => expect(modes).toEqual([CompilerMode.STRICT, CompilerMode.FLYTE_1_16]));
  act(() => setPreferences({ rules: "strict" }));
});

test("entities show how they differ, and one can be chosen; the choice stands in the URL", async () => {
  const { router } = await dropped(seeded, "features/bad-workflow.yaml");
  const table = await screen.findByRole("table", { name: "Entities" });
  expect(within(table).getAllByRole("row")).toHaveLength(8);
  fireEvent.click(screen.getByRole("button", { name: /^Conflict 1/ }));
  expect(within(table).getAllByRole("row")).toHaveLength(2);
  fireEvent.click(within(table).getByRole("button", { name: "daily_features_0600" }));
  expect(router.state.location.search).toContain("entity=launch_plan%3Adaily_features_0600");
  expect(screen.getByRole("complementary", { name: "Launch plan daily_features_0600" })).toBeTruthy();
});

test("a finding leads to its entity", async () => {
  const { router } = await dropped(seeded, "features/bad-workflow.yaml");
  fireEvent.click(await screen.findByRole("button", { name: "etl.daily_features, node train_model" }));
  expect(router.state.location.search).toContain("entity=workflow%3Aetl.daily_features");
  expect(router.state.location.search).toContain("node=train_model");
});

test("registering goes on to launching", async () => {
  const requests: RegisterRequest[] = [];
  await dropped(
    {
      ...seeded,
      register: (request, context) => {
        requests.push(request);
        return seeded.register?.(request, context) ?? {};
      },
    },
    "features/workflow.yaml",
  );
  fireEvent.click(await screen.findByRole("button", { name: "Register 3 entities" }));
  expect(await screen.findByText(/Registered in flytesnacks \/ development/)).toBeTruthy();
  expect(requests.map(({ project, domain, files }) => [project, domain, files.length])).toEqual([
    ["flytesnacks", "development", 1],
  ]);
  const launch = screen.getByRole("link", { name: "Launch etl.daily_features" });
  expect(launch.getAttribute("href")).toContain(
    "/launch?kind=workflow&name=etl.daily_features&version=3f9c1e20a7b44c10",
  );
});

test("an upload that is cut off says that nothing was registered, and can be sent again", async () => {
  let isCut = true;
  await dropped(
    {
      ...seeded,
      check: (request, context) => {
        if (isCut) throw new ConnectError("the connection closed before all of the upload came", Code.Unavailable);
        return seeded.check?.(request, context) ?? {};
      },
    },
    "features/workflow.yaml",
  );
  expect(await screen.findByText(/The upload did not get through, and nothing was registered/)).toBeTruthy();
  isCut = false;
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByRole("table", { name: "Entities" })).toBeTruthy();
});

test("a lost answer to Register says that it is not known, and that trying again is safe", async () => {
  await dropped(
    {
      ...seeded,
      register: () => {
        throw new ConnectError("", Code.Unavailable);
      },
    },
    "features/workflow.yaml",
  );
  fireEvent.click(await screen.findByRole("button", { name: "Register 3 entities" }));
  expect(await screen.findByText(/It is not known whether the files were registered/)).toBeTruthy();
});

test("what is too large is not sent", async () => {
  let checks = 0;
  renderConsole(path, {
    ...seeded,
    check: () => {
      checks += 1;
      return {};
    },
  });
  await screen.findByText("Drop files or folders here");
  act(() => fillBasket([file("a.tgz", MAX_UPLOAD_BYTES / 2), file("b.tgz", MAX_UPLOAD_BYTES / 2 + 1)]));
  expect(await screen.findByText(/is more than one upload may hold/)).toBeTruthy();
  expect(checks).toBe(0);
});

test("another version is checked anew and stands in the URL", async () => {
  const versions: string[] = [];
  const { router } = await dropped(
    {
      ...seeded,
      check: (request, context) => {
        versions.push(request.version);
        return seeded.check?.(request, context) ?? {};
      },
    },
    "features/workflow.yaml",
  );
  fireEvent.change(await screen.findByLabelText("Version"), { target: { value: "v7" } });
  await waitFor(() => expect(versions).toEqual(["", "v7"]));
  expect(router.state.location.search).toContain("version=v7");
});

test("pasted text becomes a file", async () => {
  renderConsole(path, seeded);
  await screen.findByText("Drop files or folders here");
  const clipboardData = { getData: () => "tasks: {}", items: [], files: [] };
  fireEvent.paste(document.body, { clipboardData });
  expect(await screen.findByRole("heading", { level: 1, name: "pasted.yaml" })).toBeTruthy();
});

test("starting over empties the basket", async () => {
  await dropped(seeded, "features/workflow.yaml");
  fireEvent.click(await screen.findByRole("button", { name: "Start over" }));
  expect(await screen.findByText("Drop files or folders here")).toBeTruthy();
});

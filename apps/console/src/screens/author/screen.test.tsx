// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckedEntity_Change as Change, type RegisterRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { draftKey, formatDraft } from "../../drafts/draft.ts";
import { beginDraft, findDraft, listDrafts } from "../../drafts/draft-store.ts";
import { setPreferences } from "../../frame/preferences.ts";
import { InProcessWorker } from "../../testing/checker-worker.ts";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";

vi.stubGlobal("Worker", InProcessWorker);
// happy-dom tells of a selection in the middle of making it, which no browser does and CodeMirror does not bear.
vi.spyOn(Selection.prototype, "collapse").mockImplementation(() => undefined);

const scope = { project: "flytesnacks", domain: "development" };
const seeded = seededConsole();
const base = "/author?project=flytesnacks&domain=development";

const good = `tasks:
  make:
    image: busybox:1.36
    outputs: { number: int }
    script: "true"
  show:
    image: busybox:1.36
    inputs: { number: int }
    script: "true"
workflows:
  counting:
    nodes:
      first:
        task: make
      second:
        task: show
        with:
          number: \${first.number}
`;
const bad = good.replace("${first.number}", "${frist.number}");

beforeEach(() => {
  InProcessWorker.crashes = 0;
  act(() => setPreferences({ rules: "strict" }));
});

/** The workbench with this text as a draft. */
async function opened(text: string, impl: ConsoleImpl = seeded) {
  const view = renderConsole(base, impl);
  await screen.findByRole("heading", { level: 1, name: "Author" });
  act(() => {
    beginDraft(scope, { name: "counting.yaml", text, origin: "" });
  });
  fireEvent.click(await screen.findByRole("link", { name: "counting.yaml" }));
  await screen.findByText(/^Checked in/);
  return view;
}

const problems = () => screen.getByRole("region", { name: "Problems" });
const content = () => screen.getByRole("textbox", { name: "Text of counting.yaml" });
const stored = (name = "counting.yaml") => findDraft(scope, name)?.text;
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const registered = (text: (request: RegisterRequest) => void = () => undefined): ConsoleImpl => ({
  ...seeded,
  register: (request) => {
    text(request);
    return {
      registered: true,
      entities: [
        { id: { resourceType: ResourceType.TASK, ...scope, name: "make", version: "h4sh" }, change: Change.SAME },
        {
          id: { resourceType: ResourceType.WORKFLOW, ...scope, name: "counting", version: "h4sh" },
          change: Change.NEW,
        },
      ],
    };
  },
});

describe("the drafts", () => {
  test("with none, it offers a new one and the examples", async () => {
    const { router } = renderConsole(base, seeded);
    expect(await screen.findByText(/No drafts yet/)).toBeTruthy();
    expect(await screen.findByText("diamond.yaml")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "New draft" }));
    expect(await screen.findByRole("heading", { level: 1, name: "draft.yaml" })).toBeTruthy();
    expect(router.state.location.search).toContain("draft=draft.yaml");
    expect(await screen.findByText(/No problems/)).toBeTruthy(); // what it begins with is right
  });

  test("an example that is opened twice is one draft", async () => {
    const { router } = renderConsole(`${base}&example=diamond.yaml`, seeded);
    expect(await screen.findByText(/^Checked in/)).toBeTruthy();
    await act(() => router.navigate(base));
    expect(await screen.findByRole("link", { name: "diamond.yaml" })).toBeTruthy();
    await act(() => router.navigate(`${base}&example=diamond.yaml`));
    expect(await screen.findByText(/^Checked in/)).toBeTruthy();
    expect(listDrafts(scope).map(({ name }) => name)).toEqual(["diamond.yaml"]);
  });

  test("a registered workflow becomes a draft that says what it is based on", async () => {
    renderConsole(`${base}&workflow=flytesnacks:development:daily_features:v7`, {
      ...seeded,
      getSource: () => ({ text: good, notes: ["The node x cannot be said in the concise form"] }),
    });
    expect(await screen.findByRole("heading", { level: 1, name: "daily_features.yaml" })).toBeTruthy();
    expect(screen.getByText("daily_features v7")).toBeTruthy();
    expect(screen.getByText(/The node x cannot be said/)).toBeTruthy();
  });

  test("a workflow that cannot be read says so, and can be tried again", async () => {
    renderConsole(`${base}&workflow=flytesnacks:development:gone:v1`, {
      ...seeded,
      getSource: () => {
        throw new ConnectError("Workflow gone was not found", Code.NotFound);
      },
    });
    expect(await screen.findByText(/gone could not be opened/)).toBeTruthy();
  });

  test("while the examples load there is a skeleton, and a failure can be tried again", async () => {
    renderConsole(base, { ...seeded, listExamples: never });
    expect(await screen.findByRole("status", { name: "Loading examples" })).toBeTruthy();
    renderConsole(base, {
      ...seeded,
      listExamples: () => {
        throw new ConnectError("no", Code.Internal);
      },
    });
    expect(await screen.findByText("The examples could not be read")).toBeTruthy();
  });

  test("one that is not there is said to be missing", async () => {
    renderConsole(`${base}&draft=nowhere.yaml`, seeded);
    expect(await screen.findByText(/There is no draft called/)).toBeTruthy();
  });

  test("are renamed and deleted", async () => {
    await opened(good);
    fireEvent.click(button("Rename the draft"));
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Name"), { target: { value: "better.yaml" } });
    fireEvent.click(dialog.getByRole("button", { name: "Rename" }));
    expect(await screen.findByRole("heading", { level: 1, name: "better.yaml" })).toBeTruthy();
    expect(stored()).toBeUndefined();
    expect(stored("better.yaml")).toBe(good);
    fireEvent.click(button("Delete the draft"));
    fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText(/No drafts yet/)).toBeTruthy();
    await waitFor(() => expect(listDrafts(scope)).toEqual([]));
  });
});

describe("the check", () => {
  test("a right text says so, and draws its graph", async () => {
    await opened(good);
    expect(await within(problems()).findByText(/No problems/)).toBeTruthy();
    expect(await screen.findByRole("button", { name: /^first, Task/ })).toBeTruthy();
    expect(button("Register").disabled).toBe(false);
  });

  test("a mistake is listed with its place, and its remedy mends it", async () => {
    await opened(bad);
    const list = within(problems());
    expect(await list.findByText("NodeReferenceNotFound")).toBeTruthy();
    expect(list.getByText("18:21")).toBeTruthy();
    expect(button("Register").disabled).toBe(true);
    expect(list.getByText("Fix 1 error to register it")).toBeTruthy();
    fireEvent.click(list.getByRole("button", { name: "Change to first" }));
    expect(await list.findByText(/No problems/)).toBeTruthy();
    await waitFor(() => expect(stored()).toBe(good));
  });

  test("the graph of a text that got a mistake is the last good one, and says so", async () => {
    await opened(good);
    await screen.findByRole("button", { name: /^first, Task/ });
    const key = draftKey(scope, "counting.yaml");
    const draft = findDraft(scope, "counting.yaml");
    if (!draft) throw new Error("There is no draft");
    // As another tab would: happy-dom has no typing of its own.
    act(() => {
      localStorage.setItem(key, formatDraft({ ...draft, text: bad, writer: "other" }));
      dispatchEvent(new StorageEvent("storage", { key }));
    });
    expect(await screen.findByText("Last good graph")).toBeTruthy();
    expect(screen.getByRole("button", { name: /^second, Task, 1 problem, line 18/ })).toBeTruthy();
    expect(screen.getByText(/Another tab saved this draft/)).toBeTruthy();
  });

  test("a worker that crashes is started again, and it is said", async () => {
    InProcessWorker.crashes = 1;
    await opened(good);
    expect(await screen.findByText(/was started again/)).toBeTruthy();
    expect(await within(problems()).findByText(/No problems/)).toBeTruthy();
  });

  test("without the server, what it alone knows is said to be unchecked", async () => {
    let isAway = true;
    await opened(good.replace("task: make", "task: elsewhere"), {
      ...seeded,
      lookUp: () => {
        if (isAway) throw new ConnectError("away", Code.Unavailable);
        return { found: [{}], names: {} };
      },
    });
    expect(await screen.findByText(/1 reference is not checked/)).toBeTruthy();
    isAway = false;
    fireEvent.click(button("Ask again"));
    expect(await screen.findByText("TaskReferenceNotFound")).toBeTruthy();
  });

  test("the rules can be Flyte's", async () => {
    await opened(good);
    fireEvent.change(screen.getByLabelText("Rules"), { target: { value: "flyte-1.16" } });
    expect(await within(problems()).findByText(/No problems/)).toBeTruthy();
  });
});

describe("text and graph", () => {
  test("a node that is pressed is shown in the text, with what it takes and gives", async () => {
    await opened(good);
    fireEvent.click(await screen.findByRole("button", { name: /^second, Task/ }));
    const card = within(await screen.findByRole("region", { name: "Node second" }));
    expect(card.getByText("number")).toBeTruthy();
    expect(card.getByText("show, of this text")).toBeTruthy();
    const marked = document.querySelectorAll(".cm-node-line");
    expect([...marked].map(({ textContent }) => textContent?.trim())).toEqual([
      "second:",
      "task: show",
      "with:",
      "number: ${first.number}",
    ]);
    expect(within(content()).getByText("second")).toBeTruthy();
    expect(screen.getByRole("button", { name: /^second, Task/ }).getAttribute("aria-pressed")).toBe("true");
  });

  test("a problem that is pressed selects the node it is in", async () => {
    await opened(good.replace("with:\n", "retries: many\n        with:\n"));
    expect(screen.getByRole("region", { name: "Workflow" })).toBeTruthy();
    fireEvent.click(await within(problems()).findByTitle("Show it in the text"));
    expect(await screen.findByRole("region", { name: "Node second" })).toBeTruthy();
  });

  test("what is seen stands in the URL", async () => {
    const { router } = await opened(good);
    fireEvent.click(button("Graph"));
    expect(router.state.location.search).toContain("view=graph");
    fireEvent.click(button("Text"));
    expect(router.state.location.search).toContain("view=text");
    expect(screen.queryByRole("region", { name: "Graph" })).toBeNull();
  });
});

describe("registering", () => {
  test("sends this very text, and says what was new and what is the same", async () => {
    const requests: RegisterRequest[] = [];
    await opened(
      good,
      registered((request) => requests.push(request)),
    );
    await within(problems()).findByText(/No problems/);
    fireEvent.click(button("Register"));
    expect(await screen.findByText(/1 new, 1 same/)).toBeTruthy();
    expect(new TextDecoder().decode(requests[0]?.files[0]?.content)).toBe(good);
    expect(screen.getByRole("link", { name: "Open counting" })).toBeTruthy();
  });

  test("launching registers first, then goes to the launch form", async () => {
    const { router } = await opened(good, registered());
    await within(problems()).findByText(/No problems/);
    fireEvent.click(button("Launch"));
    await waitFor(() => expect(router.state.location.pathname).toContain("/launch"));
    expect(router.state.location.search).toBe("?kind=workflow&name=counting&version=h4sh");
  });

  test("a version that is taken says so, and how to go on", async () => {
    await opened(good, {
      ...seeded,
      register: () => ({
        registered: false,
        entities: [
          {
            id: { resourceType: ResourceType.TASK, ...scope, name: "make", version: "v1" },
            change: Change.CONFLICT,
            differences: ["image differs"],
          },
        ],
      }),
    });
    await within(problems()).findByText(/No problems/);
    fireEvent.click(button("Register"));
    expect(await screen.findByText(/Nothing was registered/)).toBeTruthy();
    expect(screen.getByText(/is registered with different content \(image differs\)/)).toBeTruthy();
  });

  test("a lost answer says that it is not known", async () => {
    await opened(good, {
      ...seeded,
      register: () => {
        throw new ConnectError("", Code.Unavailable);
      },
    });
    await within(problems()).findByText(/No problems/);
    fireEvent.click(button("Register"));
    expect(await screen.findByText(/It is not known whether it was registered/)).toBeTruthy();
  });
});

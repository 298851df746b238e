// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { type SavedView, SavedViewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";

const path = "/projects/flytesnacks/domains/development/executions";
const rows = seedExecutions(20);

/** A console that keeps views as the server does. */
function withViews(...first: Pick<SavedView, "name" | "query">[]) {
  let views = first.map((each) => create(SavedViewSchema, each));
  return {
    ...seededConsole(rows),
    listSavedViews: () => ({ views }),
    saveView: ({ view }) => {
      const kept = create(SavedViewSchema, view ?? {});
      views = [...views.filter((each) => each.name !== kept.name), kept];
      return kept;
    },
    deleteView: ({ name }) => {
      views = views.filter((each) => each.name !== name);
      return {};
    },
  } satisfies ConsoleImpl;
}
const tabs = () => screen.findByRole("navigation", { name: "Views" });

test("while nothing is kept and nothing filtered, there is all", async () => {
  renderConsole(path, withViews());
  const all = within(await tabs()).getAllByRole("link");
  expect(all.map((each) => [each.textContent, each.getAttribute("aria-current")])).toEqual([["All", "page"]]);
  expect(screen.queryByRole("button", { name: "Keep as view…" })).toBeNull();
});

test("a view is a press away, says that it is shown, and can be deleted there", async () => {
  const { router } = renderConsole(path, withViews({ name: "Failed", query: "status:failed" }));
  fireEvent.click(await within(await tabs()).findByRole("link", { name: "Failed" }));
  await waitFor(() => expect(router.state.location.search).toContain("status%3Afailed"));
  expect(within(await tabs()).getByRole("link", { name: "Failed", current: "page" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Delete the view Failed" }));
  await waitFor(() => expect(screen.queryByRole("link", { name: "Failed" })).toBeNull());
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await within(await tabs()).findByRole("link", { name: "Failed" })).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).toBeNull());
});

test("a deletion that is refused says why, and the view stays", async () => {
  renderConsole(`${path}?q=status:failed&view=Failed`, {
    ...withViews({ name: "Failed", query: "status:failed" }),
    deleteView() {
      throw new ConnectError("Project flytesnacks is archived", Code.FailedPrecondition);
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: "Delete the view Failed" }));
  expect((await screen.findByText(/It was not deleted/)).textContent).toContain("Project flytesnacks is archived");
  expect(within(await tabs()).getByRole("link", { name: "Failed" })).toBeTruthy();
});

test("a view that has been changed is brought up to date, columns, widths and all", async () => {
  const impl = withViews({ name: "Failed", query: "status:failed" });
  const { router } = renderConsole(`${path}?q=status:failed,aborted&cols=status,name:220&view=Failed`, impl);
  expect(await within(await tabs()).findByRole("link", { name: "Failed", current: "page" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Update this view" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Update this view" })).toBeNull());
  expect(impl.listSavedViews().views).toMatchObject([
    { name: "Failed", query: "status:failed,aborted", columns: "status,name:220" },
  ]);
  expect(new URLSearchParams(router.state.location.search).get("view")).toBe("Failed");
});

test("a view is renamed, and the list goes on opening with it", async () => {
  const impl = withViews({ name: "Failed", query: "status:failed" });
  const { router } = renderConsole(`${path}?q=status:failed&view=Failed`, impl);
  fireEvent.click(await screen.findByRole("button", { name: "Open the list with the view Failed" }));
  fireEvent.click(screen.getByRole("button", { name: "Rename the view Failed" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Name of the view" }), { target: { value: "Broken" } });
  fireEvent.click(screen.getByRole("button", { name: "Rename" }));
  expect(await within(await tabs()).findByRole("link", { name: "Broken", current: "page" })).toBeTruthy();
  expect(impl.listSavedViews().views.map(({ name }) => name)).toEqual(["Broken"]);
  expect(new URLSearchParams(router.state.location.search).get("view")).toBe("Broken");
  expect(screen.getByRole("button", { name: "Open the list with all again" })).toBeTruthy();
});

test("a view can be the reader's own: it stands first, and the server does not hear of it", async () => {
  const impl = withViews({ name: "Failed", query: "status:failed" });
  renderConsole(`${path}?q=status:running`, impl);
  await within(await tabs()).findByRole("link", { name: "Failed" });
  fireEvent.click(screen.getByRole("button", { name: "Keep as view…" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Name of the view" }), { target: { value: "Going on" } });
  fireEvent.click(screen.getByRole("checkbox", { name: "Only for me" }));
  fireEvent.click(screen.getByRole("button", { name: "Keep" }));
  expect(await within(await tabs()).findByRole("link", { name: "Going on", current: "page" })).toBeTruthy();
  const names = within(await tabs())
    .getAllByRole("link")
    .map(({ textContent }) => textContent);
  expect(names).toEqual(["All", "Going on", "Failed"]);
  expect(impl.listSavedViews().views).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Delete the view Going on" }));
  await waitFor(() => expect(screen.queryByRole("link", { name: "Going on" })).toBeNull());
});

test("what is filtered now is kept under a name", async () => {
  renderConsole(`${path}?q=status:failed`, withViews());
  fireEvent.click(within(await tabs()).getByRole("button", { name: "Keep as view…" }));
  const field = screen.getByRole("textbox", { name: "Name of the view" });
  fireEvent.change(field, { target: { value: "Failed" } });
  fireEvent.click(screen.getByRole("button", { name: "Keep" }));
  expect(await within(await tabs()).findByRole("link", { name: "Failed", current: "page" })).toBeTruthy();
});

test("a refusal stands where the name was given", async () => {
  renderConsole(`${path}?q=status:failed`, {
    ...withViews(),
    saveView() {
      throw new ConnectError("There are 50 views already; delete one of them first", Code.InvalidArgument);
    },
  });
  fireEvent.click(within(await tabs()).getByRole("button", { name: "Keep as view…" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Name of the view" }), { target: { value: "x" } });
  fireEvent.click(screen.getByRole("button", { name: "Keep" }));
  expect(await screen.findByText(/There are 50 views already/)).toBeTruthy();
});

test("the list can open with a view; all is a press away still", async () => {
  const impl = withViews({ name: "Failed", query: "status:failed" });
  const { router, unmount } = renderConsole(`${path}?q=status:failed`, impl);
  fireEvent.click(await screen.findByRole("button", { name: "Open the list with the view Failed" }));
  expect(router.state.location.search).toContain("status:failed");
  unmount();
  const again = renderConsole(path, impl);
  await waitFor(() => expect(again.router.state.location.search).toContain("status%3Afailed"));
  // Who takes the filter out does not get it back.
  await act(() => again.router.navigate(path));
  expect(again.router.state.location.search).toBe("");
  fireEvent.click(within(await tabs()).getByRole("link", { name: "All" }));
  expect(await within(await tabs()).findByRole("link", { name: "All", current: "page" })).toBeTruthy();
  fireEvent.click(await within(await tabs()).findByRole("link", { name: "Failed" }));
  fireEvent.click(await screen.findByRole("button", { name: "Open the list with all again" }));
});

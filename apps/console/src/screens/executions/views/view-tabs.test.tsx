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
function withViews(...first: Pick<SavedView, "name" | "query">[]): ConsoleImpl {
  let views = first.map((each) => create(SavedViewSchema, each));
  return {
    ...seededConsole(rows),
    listSavedViews: () => ({ views }),
    saveView: ({ view }) => {
      const kept = create(SavedViewSchema, view ?? {});
      views = [...views, kept];
      return kept;
    },
    deleteView: ({ name }) => {
      views = views.filter((each) => each.name !== name);
      return {};
    },
  };
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
  await act(() => again.router.navigate(`/console${path}`));
  expect(again.router.state.location.search).toBe("");
  fireEvent.click(within(await tabs()).getByRole("link", { name: "All" }));
  expect(await within(await tabs()).findByRole("link", { name: "All", current: "page" })).toBeTruthy();
  fireEvent.click(await within(await tabs()).findByRole("link", { name: "Failed" }));
  fireEvent.click(await screen.findByRole("button", { name: "Open the list with all again" }));
});

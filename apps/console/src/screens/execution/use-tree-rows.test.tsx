// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { GraphNodeSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, cleanup, render } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { flatRow } from "./node-tree.ts";
import { useTreeRows } from "./use-tree-rows.ts";

const ROW = 20;
const HEAD = 30;
const HEIGHT = 230; // ten rows under the head
const rows = Array.from({ length: 1000 }, (_, n) => flatRow(create(GraphNodeSchema, { path: `n${n}` })));

// The test's DOM has no sizes.
const sizes = { offsetHeight: HEIGHT, clientHeight: HEIGHT, scrollHeight: HEAD + rows.length * ROW };
for (const [name, size] of Object.entries(sizes))
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });

function Grid({ selected, shown = rows }: { readonly selected: string; readonly shown?: typeof rows }) {
  const tree = useTreeRows({ rows: shown, selected, headPx: HEAD, sizeOf: () => ROW });
  return (
    <div ref={tree.scroller} data-testid="scroller">
      {tree.virtual.getVirtualItems().map(({ index }) => (
        <i key={index} data-row={index} />
      ))}
    </div>
  );
}

beforeEach(cleanup);
HTMLElement.prototype.scrollTo = function scrollTo(this: HTMLElement, to?: number | ScrollToOptions) {
  if (typeof to !== "object") return;
  this.scrollTop = to.top ?? 0;
  queueMicrotask(() => this.dispatchEvent(new Event("scroll")));
};
const open = async (selected: string) => {
  const view = render(<Grid selected={selected} />);
  await act(async () => undefined);
  const scroller = view.getByTestId("scroller");
  const drawn = () => [...scroller.querySelectorAll("[data-row]")].map((row) => Number(row.getAttribute("data-row")));
  const change = (to: string, shown = rows) => act(async () => view.rerender(<Grid selected={to} shown={shown} />));
  return { scroller, drawn, change };
};

test("a selection out of sight is brought in, below the head and above the lower edge", async () => {
  const { scroller, change } = await open("n100");
  // Its lower edge, 30 + 101 × 20 from the top, is that of the window.
  expect(scroller.scrollTop).toBe(HEAD + 101 * ROW - HEIGHT);
  await change("n50");
  // Its upper edge is that of the head.
  expect(scroller.scrollTop).toBe(50 * ROW);
});

test("one that is in sight moves nothing", async () => {
  const { scroller, change } = await open("n100");
  const before = scroller.scrollTop;
  for (const n of [99, 95, 92]) await change(`n${n}`);
  expect(scroller.scrollTop).toBe(before);
});

test("rows that only change scroll nothing, and the selected one is there out of sight too", async () => {
  const { scroller, drawn, change } = await open("n100");
  await change("n100", [...rows.slice(500), ...rows.slice(0, 500)]);
  expect(scroller.scrollTop).toBe(HEAD + 101 * ROW - HEIGHT);
  expect(drawn().at(-1)).toBe(600);
  expect(drawn().length).toBeLessThan(80);
});

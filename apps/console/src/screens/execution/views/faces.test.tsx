// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionView,
  ExecutionViewSchema,
  GraphSchema,
  GraphNode_Kind as Kind,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { views } from "../place.ts";

const rows = seedExecutions(4);
const [row] = rows;
const path = `/projects/flytesnacks/domains/development/executions/${row?.id?.name}`;
const impl = seededConsole(rows);

const shows = (view: Partial<Pick<ExecutionView, "graph" | "nodes">>) => ({
  ...impl,
  getExecution: () =>
    create(ExecutionViewSchema, { ...(row && { execution: row }), graph: create(GraphSchema), nodes: [], ...view }),
  listEvents: () => ({ events: [], upTo: 0n }),
});
const open = async (view: string, console: ConsoleImpl) => {
  const shown = renderConsole(`${path}?view=${view}`, console);
  await screen.findByRole("heading", { level: 1, name: row?.id?.name ?? "" });
  await screen.findAllByRole("tabpanel");
  return shown;
};

describe.each(views)("the view %s", (view) => {
  test("of an execution with no nodes says what there is to say", async () => {
    await open(view, shows({}));
    expect(screen.queryByRole("heading", { name: "This page failed" })).toBeNull();
    await waitFor(() => expect(screen.getAllByRole("tabpanel")[0]?.textContent).not.toBe(""));
  });

  test("stays as it was while the server does not answer, and says how old it is", async () => {
    const { live } = await open(view, impl);
    const before = screen.getAllByRole("tabpanel").length;
    act(() => live.become("offline", Date.now() - 60_000));
    expect(await screen.findByText(/The server does not answer since/)).toBeTruthy();
    expect(screen.getByRole("main").className).toContain("grayscale");
    expect(screen.getAllByRole("tabpanel")).toHaveLength(before);
  });

  test("of a part (nodes without rows, rows without nodes) shows that part", async () => {
    const graph = create(GraphSchema, {
      nodes: [
        { path: "a", id: "a", name: "known", kind: Kind.TASK },
        { path: "b", id: "b", name: "waiting", kind: Kind.TASK },
      ],
      edges: [{ from: "a", to: "b" }],
    });
    const nodes = ["a", "gone"].map((each) =>
      create(NodeSummarySchema, { path: each, id: each, phase: Phase.SUCCEEDED, startedAt: timestampFromMs(1000) }),
    );
    await open(view, shows({ graph, nodes }));
    expect(screen.queryByRole("heading", { name: "This page failed" })).toBeNull();
  });

  test("of thousands of nodes draws what is in sight", async () => {
    const many = Array.from({ length: 3000 }, (_, n) => `n${n}`);
    const graph = create(GraphSchema, {
      nodes: many.map((each) => ({ path: each, id: each, name: each, kind: Kind.TASK, target: each })),
      edges: many.slice(1).map((to, n) => ({ from: `n${n}`, to })),
    });
    const nodes = many.map((each) =>
      create(NodeSummarySchema, {
        path: each,
        id: each,
        phase: Phase.SUCCEEDED,
        startedAt: timestampFromMs(1000),
        endedAt: timestampFromMs(2000),
      }),
    );
    await open(view, shows({ graph, nodes }));
    expect(document.querySelectorAll("[data-path]").length).toBeLessThanOrEqual(400);
    expect(document.querySelectorAll("tr, [role=row]").length).toBeLessThanOrEqual(80);
  });
});

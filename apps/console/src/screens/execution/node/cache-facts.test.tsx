// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { CatalogCacheStatus as Status } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { CacheSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import { CacheFacts } from "./cache-facts.tsx";

afterEach(cleanup);

const hit = create(CacheSchema, {
  status: Status.CACHE_HIT,
  sourcePath: "deep/count",
  key: {
    datasetId: { project: "p", domain: "d", name: "flyte_task-count", version: "1-aaaaaaaa-bbbbbbbb" },
    artifactTag: { artifactId: "one", name: "flyte_cached-x" },
    sourceExecution: {
      case: "sourceTaskExecution",
      value: {
        taskId: { name: "count", version: "v7" },
        nodeExecutionId: { nodeId: "deep-0-count", executionId: { project: "p", domain: "d", name: "f1" } },
      },
    },
  },
});

test("a hit says whose outputs they are, by which key, and leads there", () => {
  render(<CacheFacts cache={hit} />, { wrapper: MemoryRouter });
  expect(screen.getByText(/those of an earlier execution with the same inputs/)).toBeTruthy();
  const link = screen.getByRole("link", { name: "f1 / deep-0-count" });
  expect(link.getAttribute("href")).toBe("/projects/p/domains/d/executions/f1?node=deep%2Fcount");
  expect(screen.getByText("flyte_task-count 1-aaaaaaaa-bbbbbbbb")).toBeTruthy();
  expect(screen.getByText("v7")).toBeTruthy();
});

test("a miss says what is not as it was, and leads to the nearest result", () => {
  const miss = {
    text: "n is not what it was.",
    compared: { project: "p", domain: "d", name: "f0" },
    comparedPath: "deep/count",
  };
  const cache = create(CacheSchema, { status: Status.CACHE_POPULATED, miss });
  render(<CacheFacts cache={cache} />, { wrapper: MemoryRouter });
  expect(screen.getByText(/n is not what it was\./).textContent).toContain("Why it ran: ");
  const link = screen.getByRole("link", { name: "f0" });
  expect(link.getAttribute("href")).toBe("/projects/p/domains/d/executions/f0?node=deep%2Fcount");
});

test("what could not be kept is said, without a key", () => {
  render(<CacheFacts cache={create(CacheSchema, { status: Status.CACHE_PUT_FAILURE })} />, { wrapper: MemoryRouter });
  expect(screen.getByText(/could not be kept in the cache/)).toBeTruthy();
  expect(screen.queryByText("Made by")).toBeNull();
});

// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type ConsoleImpl, emptyConsole, seededConsole } from "../testing/fake-console.ts";
import { renderConsole } from "../testing/render.tsx";
import { seedExecutions } from "../testing/seed-executions.ts";
import { getPreferences } from "./preferences.ts";

const seeded = seededConsole(seedExecutions(8));

test("a project that is not there is no empty one, and leads to the same page of one of a like name", async () => {
  renderConsole("/projects/flytesnaks/domains/staging/workflows?q=etl", emptyConsole);
  expect((await screen.findByRole("alert")).textContent).toContain("There is no project flytesnaks");
  const link = screen.getByRole("link", { name: "Did you mean flytesnacks?" });
  expect(link.getAttribute("href")).toBe("/console/projects/flytesnacks/domains/staging/workflows?q=etl");
  expect(getPreferences().project).not.toBe("flytesnaks");
});

test("a name like no other leads to the start", async () => {
  renderConsole("/projects/zebra/domains/development/executions", seeded);
  expect((await screen.findByRole("alert")).textContent).toContain("There is no project zebra");
  expect(screen.getByRole("link", { name: "Go to the start" })).toBeTruthy();
});

test("a domain the project does not have is said with those it has", async () => {
  renderConsole("/projects/ranking/domains/qa/executions", seeded);
  expect((await screen.findByRole("alert")).textContent).toContain("There is no domain qa in ranking");
  expect(screen.getByRole("link", { name: "production" }).getAttribute("href")).toBe(
    "/console/projects/ranking/domains/production/executions",
  );
});

test("an upload has no invented project to choose", async () => {
  renderConsole("/upload?project=rankin&domain=production", seeded);
  const link = await screen.findByRole("link", { name: "Did you mean ranking?" });
  expect(link.getAttribute("href")).toBe("/console/upload?project=ranking&domain=production");
});

test("a project that is newer than the list is asked for once more before it is denied", async () => {
  const listProjects = vi
    .fn<NonNullable<ConsoleImpl["listProjects"]>>()
    .mockReturnValueOnce({ projects: [] })
    .mockReturnValue({ projects: [{ id: "flytesnacks", domains: ["development"] }] });
  renderConsole("/projects/flytesnacks/domains/development/executions", { ...seeded, listProjects });
  expect(await screen.findByRole("table", { name: "Executions" })).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

import { matchRoutes } from "react-router";
import { expect, it, test } from "vitest";
import {
  executionPath,
  executionsPath,
  findLaunchTarget,
  findScope,
  launchPath,
  projectPath,
  samePagePath,
  settingsPath,
  uploadPath,
  workflowPath,
  workflowsPath,
} from "./paths.ts";

const scope = { project: "flyte snacks", domain: "dev/el" };
const routes = [
  { path: "projects/:project/domains/:domain" },
  { path: "projects/:project/domains/:domain/executions/:name" },
  { path: "projects/:project/domains/:domain/workflows/:name" },
  { path: "projects/:project/domains/:domain/workflows/:name/versions/:version" },
];

it.each([
  [projectPath(scope), scope],
  [executionPath({ ...scope, name: "a?b" }), { ...scope, name: "a?b" }],
  [workflowPath({ ...scope, name: "a/b:c%d" }), { ...scope, name: "a/b:c%d" }],
  [workflowPath({ ...scope, name: "w", version: "1/2#3" }), { ...scope, name: "w", version: "1/2#3" }],
])("%s is read back as what it was made from", (path, params) => {
  expect(matchRoutes(routes, path)?.at(-1)?.params).toEqual(params);
});

it.each([
  [executionsPath({ project: "p", domain: "d" }), "/projects/p/domains/d/executions"],
  [
    executionsPath({ project: "p", domain: "d" }, { q: "status:failed" }),
    "/projects/p/domains/d/executions?q=status%3Afailed",
  ],
  [workflowsPath({ project: "p", domain: "d" }, { q: "" }), "/projects/p/domains/d/workflows"],
  [uploadPath(), "/upload"],
  [uploadPath({ project: "p", domain: "d" }), "/upload?project=p&domain=d"],
  [settingsPath("about"), "/settings/about"],
])("%s", (path, expected) => {
  expect(path).toBe(expected);
});

test("a launch target goes into the URL and out again", () => {
  const target = { kind: "launchPlan", name: "night & day", version: "v1", from: "a7" } as const;
  const path = launchPath({ project: "p", domain: "d" }, target);
  expect(findLaunchTarget(new URLSearchParams(path.split("?")[1]))).toEqual(target);
});

test("an unknown kind of target is taken for a workflow; without a name there is none", () => {
  expect(findLaunchTarget(new URLSearchParams("kind=rocket&name=w"))?.kind).toBe("workflow");
  expect(findLaunchTarget(new URLSearchParams("kind=task"))).toBeUndefined();
  expect(findScope({ project: "p" })).toBeUndefined();
});

it.each([
  [`${projectPath(scope)}/executions/a%3Fb`, "?view=nodes", "/projects/p/domains/d/executions/a%3Fb?view=nodes"],
  ["/upload", "?project=x&domain=y&version=v1", "/upload?project=p&domain=d&version=v1"],
])("the page at %s%s in another project is at %s", (pathname, search, path) => {
  expect(samePagePath(pathname, search, { project: "p", domain: "d" })).toBe(path);
});

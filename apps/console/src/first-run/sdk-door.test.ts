import { expect, test } from "vitest";
import { sdkSnippet } from "./sdk-door.tsx";

const scope = { project: "flytesnacks", domain: "development" };

test("the SDK's configuration names this very server", () => {
  const snippet = sdkSnippet("flytekit", "localhost:30080", scope);
  expect(snippet).toContain("endpoint: dns:///localhost:30080");
  expect(snippet).toContain("insecure: true");
  expect(snippet).toContain("-p flytesnacks -d development");
});

test("the curl line is one command over several lines", () => {
  const lines = sdkSnippet("curl", "localhost:30080", scope).split("\n");
  expect(lines.slice(0, -1).every((line) => line.endsWith("\\"))).toBe(true);
  expect(lines.join(" ")).toContain("http://localhost:30080/flyteidl.service.AdminService/ListProjects");
});

import { expect, test } from "vitest";
import { apiSnippet } from "./api-door.tsx";

test("the call names this server and the scope, and its body is JSON", () => {
  const snippet = apiSnippet("localhost:30080", { project: "flytesnacks", domain: "development" });
  expect(snippet).toContain("http://localhost:30080/flyteidl.service.AdminService/ListWorkflows");
  const body = /-d '([^']*)'/s.exec(snippet)?.[1] ?? "";
  expect(JSON.parse(body)).toEqual({ id: { project: "flytesnacks", domain: "development" }, limit: 10 });
});

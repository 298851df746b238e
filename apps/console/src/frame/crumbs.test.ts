import { expect, it } from "vitest";
import { crumbsOf } from "./crumbs.ts";

const base = "/projects/p/domains/d";

it.each([
  ["/", "", []],
  [base, "", ["p", "d"]],
  [`${base}/executions`, "", ["p", "d", "Executions"]],
  [`${base}/executions/a7`, "", ["p", "d", "Executions", "a7"]],
  [`${base}/workflows/a%2Fb/versions/v%201`, "", ["p", "d", "Workflows", "a/b", "v 1"]],
  [`${base}/launch`, "kind=workflow&name=w", ["p", "d", "Workflows", "w", "Launch"]],
  [`${base}/launch`, "kind=task&name=t", ["p", "d", "Launch"]],
  ["/upload", "", ["Upload"]],
  ["/upload", "project=p&domain=d", ["p", "d", "Upload"]],
  ["/settings/about", "", ["Settings"]],
  ["/elsewhere", "", []],
])("%s?%s stands at %j", (pathname, search, texts) => {
  expect(crumbsOf(pathname, new URLSearchParams(search)).map(({ text }) => text)).toEqual(texts);
});

import { expect, it } from "vitest";
import { switchPath } from "./scope-switch.tsx";

const base = "/projects/p/domains/d";

it.each([
  [`${base}/executions/a7`, "/projects/q/domains/e/executions"],
  [`${base}/workflows/w/versions/v`, "/projects/q/domains/e/workflows"],
  [`${base}/launch`, "/projects/q/domains/e/workflows"],
  ["/upload", "/upload?project=q&domain=e"],
  ["/settings/about", "/projects/q/domains/e"],
])("from %s another project leads to %s", (from, to) => {
  expect(switchPath(from, { project: "q", domain: "e" })).toBe(to);
});

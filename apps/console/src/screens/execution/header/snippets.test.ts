import { expect, it, test } from "vitest";
import { curlCommand, flytectlCommand, pythonSnippet } from "./snippets.ts";

const id = { project: "flytesnacks", domain: "development", name: "f0a1" };

test("flytectl's command names all of it", () => {
  expect(flytectlCommand(id)).toBe("flytectl get execution -p flytesnacks -d development f0a1 -o yaml");
});

it.each([
  ["http://localhost:30080", "Config.for_sandbox()"],
  ["http://127.0.0.1:4100", 'Config.for_endpoint("127.0.0.1:4100", insecure=True)'],
  ["http://skein.lan", 'Config.for_endpoint("skein.lan:80", insecure=True)'],
  ["https://skein.lan", 'Config.for_endpoint("skein.lan:443", insecure=False)'],
])("flytekit is told to ask %s", (origin, config) => {
  const { host, protocol } = new URL(origin);
  expect(pythonSnippet(id, { host, protocol })).toContain(
    `FlyteRemote(${config}, default_project="flytesnacks", default_domain="development")`,
  );
});

test("curl sends the id as JSON to the server that is shown", () => {
  const command = curlCommand(id, { host: "localhost:30080", protocol: "http:" });
  expect(command).toContain("curl http://localhost:30080/flyteidl.service.AdminService/GetExecution ");
  expect(JSON.parse(/-d '(.*)'$/.exec(command)?.[1] ?? "")).toEqual({ id });
});

import { expect, test } from "vitest";
import { refuseRequest } from "./request-guard.ts";

const head = { host: "localhost:30080", origin: undefined, fetchSite: undefined, fetchMode: undefined };

test.each([
  ["localhost:30080", true],
  ["LOCALHOST:30080", true],
  ["localhost", true],
  ["localhost.", true],
  ["127.0.0.1:30080", true],
  ["[::1]:30080", true],
  ["192.168.1.5:8080", true],
  ["host.docker.internal:30080", true],
  ["box.lan:30080", true], // given in SKEIN_BIND
  ["evil.example", false],
  ["localhost.evil.example:30080", false],
  ["127.0.0.1.evil.example", false],
  ["evil.example@localhost", false],
  ["localhost/evil", false],
  ["", false],
  [undefined, false],
])("Host %s passes: %s", (host, passes) => {
  expect(refuseRequest({ ...head, host }, ["box.lan"]) === undefined).toBe(passes);
});

test.each([
  [undefined, true],
  ["http://localhost:30080", true],
  ["https://localhost:30080", true], // behind a proxy that speaks TLS
  ["http://localhost:5173", false],
  ["http://127.0.0.1:30080", false],
  ["http://evil.example", false],
  ["null", false], // sandboxed frames and files
  ["", false],
])("Origin %s passes: %s", (origin, passes) => {
  expect(refuseRequest({ ...head, origin }) === undefined).toBe(passes);
});

test.each([
  ["cross-site", "navigate", true],
  ["cross-site", "no-cors", false],
  ["same-origin", "cors", true],
  ["none", "navigate", true],
])("a %s request of mode %s passes: %s", (fetchSite, fetchMode, passes) => {
  expect(refuseRequest({ ...head, fetchSite, fetchMode }) === undefined).toBe(passes);
});

test("the refusal names the host and the remedy", () => {
  expect(refuseRequest({ ...head, host: "evil.example" })).toBe(
    "Host evil.example is not a name of this server; use localhost, or add the name to SKEIN_BIND",
  );
});

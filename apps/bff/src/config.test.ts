import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeSettings, InvalidSetting, readConfig } from "./config.ts";

test("everything has a default", () => {
  expect(readConfig({})).toEqual({
    port: 30080,
    s3Port: 30002,
    bind: ["127.0.0.1", "::1"],
    home: join(homedir(), ".skein"),
    dockerNetwork: "skein",
    dockerHost: undefined,
    catchesUp: true,
    maxNesting: 20,
    nonZeroExitIsSystem: false,
    logLevel: "info",
    readyAsJson: false,
  });
});

test("an empty setting is none", () => {
  const names = [
    "SKEIN_PORT",
    "SKEIN_S3_PORT",
    "SKEIN_BIND",
    "SKEIN_HOME",
    "SKEIN_DOCKER_NETWORK",
    "DOCKER_HOST",
    "SKEIN_CATCH_UP",
    "SKEIN_MAX_NESTING",
    "SKEIN_NONZERO_EXIT",
    "SKEIN_LOG",
  ];
  expect(readConfig(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(readConfig({}));
});

test.each([
  ["SKEIN_PORT", "0", { port: 0 }],
  ["SKEIN_S3_PORT", "9000", { s3Port: 9000 }],
  ["SKEIN_BIND", "0.0.0.0, box.lan", { bind: ["0.0.0.0", "box.lan"] }],
  ["SKEIN_HOME", "/tmp/home", { home: "/tmp/home" }],
  ["SKEIN_DOCKER_NETWORK", "none", { dockerNetwork: "none" }],
  ["SKEIN_CATCH_UP", "all", { catchesUp: true }],
  ["SKEIN_CATCH_UP", "none", { catchesUp: false }],
  ["SKEIN_MAX_NESTING", "3", { maxNesting: 3 }],
  ["SKEIN_NONZERO_EXIT", "system", { nonZeroExitIsSystem: true }],
  ["SKEIN_NONZERO_EXIT", "user", { nonZeroExitIsSystem: false }],
  ["SKEIN_LOG", "debug", { logLevel: "debug" }],
  ["SKEIN_READY", "json", { readyAsJson: true }],
])("%s=%s", (name, value, expected) => {
  expect(readConfig({ [name]: value })).toMatchObject(expected);
});

test.each([
  ["SKEIN_PORT", "http", "SKEIN_PORT=http is not a port; give a number from 0 to 65535 (0 takes a free one)"],
  ["SKEIN_PORT", "65536", "SKEIN_PORT=65536 is not a port"],
  ["SKEIN_PORT", "1.5", "SKEIN_PORT=1.5 is not a port"],
  ["SKEIN_PORT", "1e3", "SKEIN_PORT=1e3 is not a port"],
  ["SKEIN_PORT", " ", "SKEIN_PORT=  is not a port"],
  ["SKEIN_PORT", "-1", "SKEIN_PORT=-1 is not a port"],
  ["SKEIN_S3_PORT", "s3", "SKEIN_S3_PORT=s3 is not a port"],
  ["SKEIN_BIND", "127.0.0.1,", "SKEIN_BIND=127.0.0.1, holds an empty address; give addresses such as 127.0.0.1,::1"],
  ["SKEIN_BIND", " ", "holds an empty address"],
  ["SKEIN_MAX_NESTING", "0", "SKEIN_MAX_NESTING=0 is not a number of levels; give one from 1 to 999"],
  ["SKEIN_NONZERO_EXIT", "mine", "SKEIN_NONZERO_EXIT=mine is nobody's error; give user or system"],
  ["SKEIN_CATCH_UP", "some", "SKEIN_CATCH_UP=some is not known; give all or none"],
  ["SKEIN_LOG", "loud", "SKEIN_LOG=loud is not a level; give debug, info, warn or error"],
])("%s=%s is refused with what to give", (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(InvalidSetting);
  expect(() => readConfig({ [name]: value })).toThrow(message);
});

test("the help names every setting there is", () => {
  const asked: string[] = [];
  readConfig(
    new Proxy(
      {},
      {
        get: (_, name) => {
          asked.push(String(name));
          return undefined;
        },
      },
    ),
  );
  for (const name of asked) expect(describeSettings()).toContain(name);
});

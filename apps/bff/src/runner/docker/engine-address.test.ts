import { expect, test } from "vitest";
import { engineAddress, remedyOf } from "./engine-address.ts";

const failure = (code: string) => Object.assign(new Error(`connect ${code} /x`), { code });

test.each([
  ["unix:///run/x.sock", { socketPath: "/run/x.sock" }, "unix:///run/x.sock"],
  ["/run/x.sock", { socketPath: "/run/x.sock" }, "/run/x.sock"],
  ["tcp://10.0.0.1:2375", {}, "tcp://10.0.0.1:2375"],
  ["ssh://me@host", {}, "ssh://me@host"],
])("DOCKER_HOST=%s", (dockerHost, options, shown) => {
  expect(engineAddress(dockerHost)).toEqual({ options, shown, isNamed: true });
});

test("without it the first socket that is there is taken", () => {
  const colima = engineAddress(undefined, (path) => String(path).endsWith(".colima/default/docker.sock"));
  expect(colima.shown).toMatch(/\/\.colima\/default\/docker\.sock$/);
  expect(engineAddress(undefined, () => false)).toMatchObject({ shown: "/var/run/docker.sock", isNamed: false });
});

test("what is wrong comes with what to do", () => {
  const found = engineAddress(undefined, () => false);
  expect(remedyOf(failure("EACCES"), found)).toBe(
    "This user may not use /var/run/docker.sock: join the docker group (sudo usermod -aG docker $USER) and log in again.",
  );
  expect(remedyOf(failure("ENOENT"), found)).toMatch(
    /^No Docker engine answers at \/var\/run\/docker\.sock \(ENOENT\): .*(start|install)/,
  );
  expect(remedyOf(failure("ECONNREFUSED"), engineAddress("tcp://h:1"))).toBe(
    "No Docker engine answers at DOCKER_HOST=tcp://h:1 (connect ECONNREFUSED /x): start it, or unset DOCKER_HOST.",
  );
});

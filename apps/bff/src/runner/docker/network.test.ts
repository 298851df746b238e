import { expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { NetworkUnavailable, openNetworks } from "./network.ts";

const never = new AbortController().signal;

/** An engine that answers networks only. */
function engineWith(networks: Map<string, string>, mayCreate = true): Engine {
  const refused = (statusCode: number, message: string) =>
    Object.assign(new Error(message), { statusCode, json: { message } });
  const docker = {
    getNetwork: (name: string) => ({
      inspect: async () => {
        const gateway = networks.get(name);
        if (gateway === undefined) throw refused(404, `network ${name} not found`);
        return { IPAM: { Config: [{ Gateway: gateway }] } };
      },
    }),
    createNetwork: async ({ Name }: { Name: string }) => {
      if (!mayCreate) throw refused(500, "operation not supported");
      networks.set(Name, "172.18.0.1");
    },
  };
  return {
    state: () => ({ kind: "away", message: "" }),
    onState: () => () => {},
    // The fake has the two calls that are made, not the client's whole surface.
    insist: (call) => call(docker as never, undefined as never),
    wasAwayAt: () => false,
    metAt: () => undefined,
    wasSignalled: () => false,
    close: () => {},
  };
}

test.each([["host"], ["none"]])("%s is taken as it is", async (setting) => {
  expect(await openNetworks(engineWith(new Map()), setting).choose(true, never)).toMatchObject({ mode: setting });
});

test("the own bridge is made once, and its gateway is known", async () => {
  const networks = new Map<string, string>();
  const opened = openNetworks(engineWith(networks), "skein");
  const choice = { mode: "skein", gateway: "172.18.0.1", note: undefined };
  expect(await Promise.all([opened.choose(true, never), opened.choose(false, never)])).toEqual([choice, choice]);
  expect([...networks.keys()]).toEqual(["skein"]);
});

test.each([
  [true, "172.18.0.1"],
  [false, undefined], // the engine's own way to the host is left alone
])("the gateway is listened on, and named to containers where that is the way: %s", async (isReached, gateway) => {
  const asked: string[] = [];
  const reach = async (address: string) => {
    asked.push(address);
    return isReached;
  };
  expect(await openNetworks(engineWith(new Map()), "skein", reach).choose(true, never)).toMatchObject({ gateway });
  expect(asked).toEqual(["172.18.0.1"]);
});

test("another network must exist", async () => {
  const found = openNetworks(engineWith(new Map([["mine", "10.0.0.1"]])), "mine");
  expect(await found.choose(true, never)).toMatchObject({ mode: "mine", gateway: "10.0.0.1" });
  await expect(openNetworks(engineWith(new Map()), "mine").choose(false, never)).rejects.toThrow(
    'There is no Docker network "mine": create it (docker network create mine), or set SKEIN_DOCKER_NETWORK to host or none',
  );
});

test("where no bridge can be made, raw containers go without and others are refused", async () => {
  const opened = openNetworks(engineWith(new Map(), false), "skein");
  expect(await opened.choose(false, never)).toMatchObject({
    mode: "none",
    note: expect.stringContaining("SKEIN_DOCKER_NETWORK"),
  });
  await expect(opened.choose(true, never)).rejects.toThrow(NetworkUnavailable);
});

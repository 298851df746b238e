/**
 * Which network a task's container joins.
 *
 * By default a bridge of Skein's own, made when first needed and shared by all homes; `host`, `none` or an existing
 * network by setting. Where the engine cannot make bridges, raw containers run without a network, because they need
 * none; others are refused with what to set.
 */
import { Problem } from "@skein/spec/problem";
import type { Engine } from "./engine.ts";
import { statusOf, wordsOf } from "./engine-errors.ts";

export class NetworkUnavailable extends Problem {
  readonly kind = "unavailable";
}

export interface NetworkChoice {
  /** Docker's NetworkMode. */
  readonly mode: string;
  /** The address under which this process answers, for `host.docker.internal`; undefined when the engine knows it. */
  readonly gateway: string | undefined;
  /** What a user should know of this choice. */
  readonly note: string | undefined;
}

export interface Networks {
  /** @throws NetworkUnavailable */
  choose(needsNetwork: boolean, signal: AbortSignal): Promise<NetworkChoice>;
  /** It is not there after all: look again next time. */
  forget(): void;
}

const OWN = "skein";
const never = new AbortController().signal;

/** These are always there, and have no gateway of their own. */
const isGiven = (setting: string): boolean => setting === "host" || setting === "none";

/** @param reach makes this process reachable at an address of the host; false when that is not the way to it */
export function openNetworks(
  engine: Engine,
  setting: string,
  reach: (address: string) => Promise<boolean> = async () => true,
): Networks {
  let known: Promise<NetworkChoice> | undefined;
  engine.onState((state) => {
    known = undefined;
    // Containers of before a restart go on, and want to reach us before any new one starts.
    if (state.kind === "here" && !isGiven(setting)) inspect(never).catch(() => {});
  });

  async function find(signal: AbortSignal): Promise<NetworkChoice> {
    if (isGiven(setting)) return { mode: setting, gateway: undefined, note: undefined };
    const found = await inspect(signal);
    if (found) return found;
    if (setting !== OWN)
      throw new NetworkUnavailable(
        `There is no Docker network "${setting}": create it (docker network create ${setting}), or set SKEIN_DOCKER_NETWORK to host or none`,
      );
    try {
      await engine.insist(
        (docker) =>
          docker.createNetwork({ Name: OWN, Driver: "bridge", CheckDuplicate: true, Labels: { "skein.network": "" } }),
        signal,
      );
    } catch (reason) {
      if (statusOf(reason) !== 409)
        throw new NetworkUnavailable(
          `The Docker network "${OWN}" cannot be made (${wordsOf(reason)}): set SKEIN_DOCKER_NETWORK to host, none or an existing network`,
          { cause: reason },
        );
    }
    return (await inspect(signal)) ?? { mode: OWN, gateway: undefined, note: undefined };
  }

  async function inspect(signal: AbortSignal): Promise<NetworkChoice | undefined> {
    try {
      const network = await engine.insist((docker) => docker.getNetwork(setting).inspect(), signal);
      const gateway = network.IPAM?.Config?.[0]?.Gateway;
      const isReached = gateway !== undefined && (await reach(gateway));
      return { mode: setting, gateway: isReached ? gateway : undefined, note: undefined };
    } catch (reason) {
      if (statusOf(reason) === 404) return undefined;
      throw reason;
    }
  }

  return {
    async choose(needsNetwork, signal) {
      known ??= find(signal);
      try {
        return await known;
      } catch (reason) {
        known = undefined;
        if (needsNetwork || !(reason instanceof NetworkUnavailable) || setting !== OWN) throw reason;
        return { mode: "none", gateway: undefined, note: `runs without a network: ${reason.message}` };
      }
    },
    forget() {
      known = undefined;
    },
  };
}

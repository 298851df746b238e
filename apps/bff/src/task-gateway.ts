/**
 * Reaching this process from the containers of tasks (decision 3).
 *
 * On Linux a container cannot reach the host's loopback, so the endpoints also listen on the host's address in the
 * network of tasks: on that one, never on all. Docker Desktop's network is not of this machine; there the name
 * `host.docker.internal` leads to loopback by itself.
 */
import type { Log } from "./log.ts";

export interface TaskGateway {
  /** Listens on the address, once; false when it cannot, for then it is not the way to us. */
  reach(address: string): Promise<boolean>;
  /** The endpoints listen where people call; from now on they may listen for tasks too. */
  open(): void;
}

/** @param listen makes all endpoints listen on one more address */
export function openTaskGateway(listen: (address: string) => Promise<void>, log: Log): TaskGateway {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const reached = new Map<string, Promise<boolean>>();

  async function attempt(address: string): Promise<boolean> {
    await opened;
    try {
      await listen(address);
      return true;
    } catch (cause) {
      if (!isElsewhere(cause))
        log.warn("Tasks cannot reach this process; free the address, or set SKEIN_DOCKER_NETWORK=host", {
          address,
          cause,
        });
      return false;
    }
  }

  return {
    open,
    reach(address) {
      const known = reached.get(address) ?? attempt(address);
      reached.set(address, known);
      // The bridge may only come up later.
      void known.then((isReached) => isReached || reached.delete(address));
      return known;
    },
  };
}

/** The address is of another machine: Docker Desktop's, or a remote engine's. */
const isElsewhere = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && cause.code === "EADDRNOTAVAIL";

/** Listening with one port number on one or more addresses, and stopping with patience. */
import type { AddressInfo, Server, Socket } from "node:net";
import { Problem } from "@skein/spec/problem";
import { codeOf } from "./error-code.ts";

export class PortTaken extends Problem {
  readonly kind = "unavailable";
}

class AddressUnusable extends Problem {
  readonly kind = "precondition";
}

export class Port {
  readonly #makeListener: () => Server;
  readonly #setting: string;
  readonly #closeIdle: () => void;
  readonly #listeners: Server[] = [];
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #hosts: readonly string[] = [];

  /**
   * @param makeListener one server per address; it takes connections by itself
   * @param setting      the name of the setting to change when the port is taken
   * @param closeIdle    ends the connections that nothing is under way on
   */
  constructor(makeListener: () => Server, setting: string, closeIdle: () => void = () => {}) {
    this.#makeListener = makeListener;
    this.#setting = setting;
    this.#closeIdle = closeIdle;
  }

  /** The port; 0 before the first `listen`. */
  get number(): number {
    return this.#port;
  }

  /**
   * Listens on all hosts with one port; 0 takes a free one. A loopback family the machine lacks is left out.
   *
   * @throws PortTaken when somebody else listens there
   * @throws AddressUnusable when it is no address of this machine, or this user may not use the port
   */
  async listen(hosts: readonly string[], port: number): Promise<void> {
    for (let tries = port === 0 ? 10 : 1; ; tries--) {
      try {
        return await this.#listenOnAll(hosts, port);
      } catch (reason) {
        // A port that is free in one family may be taken in the other: try another one.
        if (tries === 1 || !(reason instanceof PortTaken)) throw reason;
      }
    }
  }

  /** Listens on one more address of the same port (the gateway of the task network). */
  async listenAlso(host: string): Promise<void> {
    if (this.#hosts.some((each) => each === "0.0.0.0" || each === "::")) return; // on all of them already
    this.#listeners.push(await this.#listenOn(host, this.#port));
  }

  /** Takes no more connections, gives those that are busy `graceMs`, then ends them all. */
  async close(graceMs: number): Promise<void> {
    const closed = this.#listeners.map((listener) => new Promise((resolve) => listener.close(resolve)));
    this.#closeIdle();
    const end = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, graceMs);
    await Promise.all(closed);
    clearTimeout(end);
  }

  async #listenOnAll(hosts: readonly string[], port: number): Promise<void> {
    const opened: Server[] = [];
    try {
      let chosen = port;
      for (const host of hosts) {
        const listener = await this.#listenOn(host, chosen).catch((reason) => {
          if (hosts.length > 1 && isMissingFamily(host, reason)) return undefined;
          throw this.#unusable(host, chosen, reason);
        });
        if (!listener) continue;
        opened.push(listener);
        // It listens on TCP, so its address has a port.
        chosen = (listener.address() as AddressInfo).port;
      }
      this.#port = chosen;
      this.#listeners.push(...opened);
      this.#hosts = hosts;
    } catch (reason) {
      for (const listener of opened) listener.close();
      throw reason;
    }
  }

  #listenOn(host: string, port: number): Promise<Server> {
    const listener = this.#makeListener();
    listener.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    return new Promise((resolve, reject) => {
      listener.once("error", (cause: NodeJS.ErrnoException) => {
        reject(cause.code === "EADDRINUSE" ? this.#taken(host, port, cause) : cause);
      });
      listener.listen({ host, port }, () => resolve(listener));
    });
  }

  #unusable(host: string, port: number, cause: unknown): unknown {
    const code = codeOf(cause);
    if (code === undefined || cause instanceof Problem) return cause;
    const message =
      code === "EACCES"
        ? `This user may not listen on port ${port}; set ${this.#setting} to a port above 1023`
        : `Nothing can listen on ${host}, which SKEIN_BIND names: ${words[code] ?? code}; give an address of this machine`;
    return new AddressUnusable(message, { cause });
  }

  #taken(host: string, port: number, cause: Error): PortTaken {
    return new PortTaken(
      `Port ${port} on ${host} is taken; end the program that listens there, or set ${this.#setting} to another port`,
      { cause },
    );
  }
}

const words: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "no such host is known",
  EAI_AGAIN: "its name cannot be looked up now",
  EAFNOSUPPORT: "this machine does not speak its protocol",
};

/** Loopback of a family that this machine lacks, as IPv6 in many containers. */
function isMissingFamily(host: string, reason: unknown): boolean {
  const code = codeOf(reason);
  const isLoopback = host === "127.0.0.1" || host === "::1";
  return code === "EAFNOSUPPORT" || (isLoopback && code === "EADDRNOTAVAIL");
}

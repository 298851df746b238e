/**
 * The connection to the Docker engine: kept up for ever, with what is known of the engine, and the times it was away.
 *
 * One event stream stays open, to notice at once when the engine goes, and who was sent a signal: an engine that is
 * stopped ends its containers first, and answers until then. `insist` is how everything else speaks to
 * the engine: a call that did not get through waits until the engine is back and is made again, so an outage fails
 * nothing. Calls must therefore be safe to repeat.
 */
import Docker from "dockerode";
import type { Clock } from "../../run-loop/clock.ts";
import { nap, within } from "./abort.ts";
import { type EngineAddress, engineAddress, remedyOf } from "./engine-address.ts";
import { EngineAway, isUnreachable } from "./engine-errors.ts";

/** What is asked of an engine once per connection. */
export interface EngineInfo {
  readonly name: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly cgroupDriver: string;
  readonly cgroupVersion: string;
}

type EngineState =
  | { readonly kind: "away"; readonly message: string }
  | { readonly kind: "here"; readonly docker: Docker; readonly info: EngineInfo };

export interface Engine {
  state(): EngineState;
  /** Tells every change, until the returned function is called. */
  onState(listener: (state: EngineState) => void): () => void;
  /**
   * Makes a call, again after every outage until it got through; other failures are thrown.
   *
   * @throws the signal's reason when it is aborted
   */
  insist<T>(call: (docker: Docker, info: EngineInfo) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Whether the engine was out of reach at that time, as far as this process saw. */
  wasAwayAt(atMs: number): boolean;
  /** When this process first reached the engine, UTC milliseconds; undefined before it did. */
  metAt(): number | undefined;
  /** Whether this container of ours was sent a signal, as far as this process saw. */
  wasSignalled(containerId: string): boolean;
  close(): void;
}

/** The state before the first contact, or the first failure to make it. */
export const CONNECTING = "Connecting to the Docker engine.";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const HELLO_TIMEOUT_MS = 10_000;
/** The engine notices the end of a container, and we that of the engine, a little late. */
const OUTAGE_SLACK_MS = 2_000;
const KEPT_OUTAGES = 100;
const KEPT_SIGNALS = 10_000;

export interface EngineOptions {
  readonly dockerHost: string | undefined;
  /** `name=value` of the label that our containers carry. */
  readonly label: string;
  readonly clock: Clock;
}

export function openEngine({ dockerHost, label, clock }: EngineOptions): Engine {
  const listeners = new Set<(state: EngineState) => void>();
  const outages: { from: number; to: number }[] = [];
  const signalled = new Set<string>();
  const closing = new AbortController();
  let state: EngineState = { kind: "away", message: CONNECTING };
  /** Aborted when the present connection breaks. */
  let connection = new AbortController();
  let awaySince: number | undefined;
  let metAt: number | undefined;

  const setState = (next: EngineState) => {
    state = next;
    for (const tell of listeners) tell(next);
  };

  async function keepConnected(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      const address = engineAddress(dockerHost);
      try {
        await stayConnected(address, () => {
          pauseMs = FIRST_PAUSE_MS;
        });
      } catch (reason) {
        if (closing.signal.aborted) return;
        awaySince ??= clock.now();
        const message = remedyOf(reason, address);
        if (state.kind === "here" || state.message !== message) setState({ kind: "away", message });
        await nap(clock, pauseMs, closing.signal);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.6);
      }
    }
  }

  /** Connects and returns when the connection broke; throws when there was none. */
  async function stayConnected(address: EngineAddress, onHere: () => void): Promise<void> {
    const docker = new Docker({ ...address.options });
    const hello = AbortSignal.any([closing.signal, AbortSignal.timeout(HELLO_TIMEOUT_MS)]);
    const info = await within(hello, readInfo(docker));
    const filters = { event: ["kill"], label: [label] };
    const events = await within(hello, docker.getEvents({ filters, abortSignal: closing.signal }));
    if (awaySince !== undefined) {
      outages.push({ from: awaySince - OUTAGE_SLACK_MS, to: clock.now() + OUTAGE_SLACK_MS });
      outages.splice(0, outages.length - KEPT_OUTAGES);
      awaySince = undefined;
    }
    metAt ??= clock.now();
    connection = new AbortController();
    setState({ kind: "here", docker, info });
    onHere();
    await readEvents(events, signalled);
    awaySince ??= clock.now();
    connection.abort(new EngineAway());
  }

  function untilHere(signal: AbortSignal): Promise<Extract<EngineState, { kind: "here" }>> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (signal.aborted) reject(signal.reason);
        else if (state.kind === "here" && !connection.signal.aborted) resolve(state);
        else return;
        listeners.delete(check);
        signal.removeEventListener("abort", check);
      };
      listeners.add(check);
      signal.addEventListener("abort", check);
      check();
    });
  }

  void keepConnected();
  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async insist(call, signal) {
      const all = AbortSignal.any([signal, closing.signal]);
      for (;;) {
        const { docker, info } = await untilHere(all);
        const broken = connection.signal;
        try {
          return await within(AbortSignal.any([all, broken]), call(docker, info));
        } catch (reason) {
          all.throwIfAborted();
          if (!isUnreachable(reason)) throw reason;
          // The event stream will say so too, a moment later; a call that merely hit a stale connection goes again.
          if (!broken.aborted) await nap(clock, FIRST_PAUSE_MS, all);
        }
      }
    },
    wasAwayAt(atMs) {
      if (awaySince !== undefined && atMs >= awaySince - OUTAGE_SLACK_MS) return true;
      return outages.some(({ from, to }) => atMs >= from && atMs <= to);
    },
    metAt: () => metAt,
    wasSignalled: (containerId) => signalled.has(containerId),
    close: () => closing.abort(new EngineAway()),
  };
}

/** Notes who was sent a signal, until the stream ends: however it ends, the connection is gone. */
async function readEvents(events: NodeJS.ReadableStream, signalled: Set<string>): Promise<void> {
  let rest = "";
  try {
    for await (const chunk of events) {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) noteSignal(line, signalled);
    }
  } catch {
    // cut off
  }
}

function noteSignal(line: string, signalled: Set<string>): void {
  const containerId = /"Actor":\{"ID":"([0-9a-f]+)"/.exec(line)?.[1];
  if (containerId) signalled.add(containerId);
  const [oldest] = signalled;
  if (oldest !== undefined && signalled.size > KEPT_SIGNALS) signalled.delete(oldest);
}

async function readInfo(docker: Docker): Promise<EngineInfo> {
  const info: unknown = await docker.info();
  const field = (name: string): unknown =>
    typeof info === "object" && info !== null ? Reflect.get(info, name) : undefined;
  const text = (name: string) => String(field(name) ?? "");
  const count = (name: string) => Number(field(name) ?? 0);
  return {
    name: `Docker ${text("ServerVersion")}`,
    cpus: count("NCPU"),
    memoryBytes: count("MemTotal"),
    cgroupDriver: text("CgroupDriver"),
    cgroupVersion: text("CgroupVersion") || "1", // engines before 20.10 do not say
  };
}

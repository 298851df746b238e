/**
 * Keeps one Watch stream open for all tabs: connect, subscribe, listen, notice silence, come back.
 *
 * It runs inside the SharedWorker (live.worker.ts) or, without one, inside the tab. What it touches is handed in, so
 * tests drive it with a scripted stream and a clock of their own. Which topics are carried: topic-registry.ts.
 */
import type { Subscription, WatchMessage } from "@skein/spec/gen/skein/console/v1/console_pb";
import { backoffMs } from "./backoff.ts";
import type { ConnectionStatus } from "./protocol.ts";
import { TopicRegistry } from "./topic-registry.ts";

/** The server beats every 15 s; two beats missed and a little more is silence. */
export const SILENCE_MS = 35_000;
/** Failures in a row after which tabs are told to ask for themselves. */
const FAILURES_UNTIL_POLLING = 3;
/** Changes of topics within this time are one Subscribe: a screen mounts several at once. */
const SUBSCRIBE_DELAY_MS = 10;

export interface Wire {
  watch(streamId: string, signal: AbortSignal): AsyncIterable<WatchMessage>;
  subscribe(streamId: string, subscriptions: Subscription[]): Promise<void>;
  /** Resolves when the server answers plain requests. */
  probe(): Promise<void>;
}

export interface HubEvents {
  onMessage(message: WatchMessage, tabs: ReadonlySet<string> | "all"): void;
  onStatus(status: ConnectionStatus): void;
}

export interface Chance {
  now(): number;
  random(): number;
  streamId(): string;
}

export class LiveHub {
  readonly #registry = new TopicRegistry();
  readonly #tabs = new Set<string>();
  #status: ConnectionStatus;
  #stream: { id: string; open: boolean; abort: AbortController } | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #sending: "idle" | "scheduled" | "sending" | "sendingStale" = "idle";

  readonly #wire: Wire;
  readonly #events: HubEvents;
  readonly #chance: Chance;

  constructor(wire: Wire, events: HubEvents, chance: Chance) {
    this.#wire = wire;
    this.#events = events;
    this.#chance = chance;
    this.#status = { state: "connecting", since: chance.now() };
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  knows(tab: string): boolean {
    return this.#tabs.has(tab);
  }

  setTopics(tab: string, subscriptions: readonly Subscription[]): void {
    this.#tabs.add(tab);
    if (this.#registry.setTopics(tab, subscriptions)) this.#schedule();
    if (!this.#stream && this.#retry === undefined) this.#connect();
  }

  removeTab(tab: string): void {
    this.#tabs.delete(tab);
    if (this.#registry.removeTab(tab)) this.#schedule();
    if (this.#tabs.size === 0) this.#close();
  }

  /** Do not wait for the back-off: somebody is looking, or the network came back. */
  retryNow(): void {
    if (this.#retry === undefined || this.#tabs.size === 0) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  #connect(): void {
    this.#retry = undefined;
    const stream = { id: this.#chance.streamId(), open: false, abort: new AbortController() };
    this.#stream = stream;
    this.#listenForSilence(stream.abort);
    this.#read(stream.id, stream.abort.signal).then(
      () => this.#lost(stream.id),
      () => this.#lost(stream.id),
    );
  }

  async #read(id: string, signal: AbortSignal): Promise<void> {
    for await (const message of this.#wire.watch(id, signal)) {
      const stream = this.#stream;
      if (stream?.id !== id) return;
      this.#listenForSilence(stream.abort);
      if (message.kind.case === "opened") this.#opened(stream);
      this.#deliver(message);
    }
  }

  #opened(stream: { open: boolean }): void {
    stream.open = true;
    this.#failures = 0;
    this.#setState("live");
    this.#schedule();
  }

  #deliver(message: WatchMessage): void {
    if (message.topic) {
      const tabs = this.#registry.receive(message);
      if (tabs.size > 0) this.#events.onMessage(message, tabs);
    } else {
      this.#events.onMessage(message, "all"); // opened and heartbeat: they carry the server's clock
    }
  }

  #listenForSilence(abort: AbortController): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => abort.abort(), SILENCE_MS);
  }

  #lost(id: string): void {
    if (this.#stream?.id !== id) return;
    this.#end();
    if (this.#tabs.size === 0) return;
    this.#failures += 1;
    if (this.#failures >= FAILURES_UNTIL_POLLING) this.#judge();
    else this.#setState("connecting");
    this.#retry = setTimeout(() => this.#connect(), backoffMs(this.#failures, this.#chance.random()));
  }

  /** No stream: does the server answer at all? Then tabs may ask; else they show what they have, with its age. */
  #judge(): void {
    this.#wire.probe().then(
      () => this.#setStateUnlessLive("polling"),
      () => this.#setStateUnlessLive("offline"),
    );
  }

  #setStateUnlessLive(state: "polling" | "offline"): void {
    if (!this.#stream?.open) this.#setState(state);
  }

  #setState(state: ConnectionStatus["state"]): void {
    if (this.#status.state === state) return;
    this.#status = { state, since: this.#chance.now() };
    this.#events.onStatus(this.#status);
  }

  #schedule(): void {
    if (this.#sending === "sending") this.#sending = "sendingStale";
    if (this.#sending !== "idle" || !this.#stream?.open) return;
    this.#sending = "scheduled";
    setTimeout(() => this.#send(), SUBSCRIBE_DELAY_MS);
  }

  #send(): void {
    const stream = this.#stream;
    if (!stream?.open) {
      this.#sending = "idle"; // the next stream sends everything when it opens
      return;
    }
    this.#sending = "sending";
    this.#wire.subscribe(stream.id, this.#registry.subscriptions()).then(
      () => this.#sent(),
      () => {
        this.#sending = "idle";
        stream.abort.abort(); // the server forgot this stream, or cannot be reached: start over
      },
    );
  }

  #sent(): void {
    const stale = this.#sending === "sendingStale";
    this.#sending = "idle";
    if (stale) this.#schedule();
    else this.#registry.settle();
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#stream?.abort.abort();
    this.#end();
    this.#failures = 0;
    this.#status = { state: "connecting", since: this.#chance.now() };
  }

  #end(): void {
    clearTimeout(this.#silence);
    this.#stream = undefined;
  }
}

/** Joins this tab to the one stream: the SharedWorker where there is one, else a hub inside the tab. */
import { notifyManager } from "@tanstack/react-query";
import { browserFrames, CommitQueue } from "./commit-queue.ts";
import { HubHost, randomId } from "./hub-host.ts";
import { LiveClient } from "./live-client.ts";
import type { ToHub, ToTab } from "./protocol.ts";
import { connectWire } from "./wire.ts";

const ALIVE_MS = 20_000;

export function connectTab(): LiveClient {
  const tab = randomId();
  const port = openPort();
  const commits = new CommitQueue(browserFrames, (commit) => notifyManager.batch(commit));
  const client = new LiveClient(tab, holdLock(tab), (message) => port.postMessage(message), commits);
  port.addEventListener("message", (event: MessageEvent<ToTab>) => client.receive(event.data));
  port.start();

  const post = (message: ToHub) => port.postMessage(message);
  setInterval(() => post({ type: "alive", tab }), ALIVE_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    commits.wake();
    post({ type: "alive", tab });
  });
  globalThis.addEventListener("pagehide", () => post({ type: "bye", tab }));
  globalThis.addEventListener("pageshow", (event) => {
    if (event.persisted) client.tell();
  });
  return client;
}

function openPort(): MessagePort {
  if (typeof SharedWorker === "function") {
    return new SharedWorker(new URL("./live.worker.ts", import.meta.url), { type: "module", name: "skein-live" }).port;
  }
  const { port1, port2 } = new MessageChannel();
  const host = new HubHost(connectWire(globalThis.location.origin), undefined);
  port1.addEventListener("message", (event: MessageEvent<ToHub>) => host.receive(port1, event.data));
  port1.start();
  globalThis.addEventListener("online", () => host.retryNow());
  return port2;
}

/** Held until the tab ends, however it ends. */
function holdLock(tab: string): string | undefined {
  const locks: LockManager | undefined = navigator.locks; // missing on plain http from another machine
  if (!locks) return undefined;
  const name = `skein-tab-${tab}`;
  locks.request(name, () => new Promise<never>(() => undefined)).catch(() => undefined); // ends with the tab
  return name;
}

/// The SharedWorker of all tabs: a shell around hub-host.ts.
import { HubHost } from "./hub-host.ts";
import type { ToHub } from "./protocol.ts";
import { connectWire } from "./wire.ts";

/** The part of SharedWorkerGlobalScope that is used: the page's DOM types do not know it. */
interface SharedScope {
  location: { origin: string };
  navigator: { locks?: LockManager };
  addEventListener(type: "connect", listener: (event: { ports: readonly MessagePort[] }) => void): void;
  addEventListener(type: "online", listener: () => void): void;
}

// This file runs as a SharedWorker only, where the global object is this.
const scope = globalThis as unknown as SharedScope;
const host = new HubHost(connectWire(scope.location.origin), scope.navigator.locks);

scope.addEventListener("connect", ({ ports: [port] }) => {
  if (!port) return;
  port.addEventListener("message", (event: MessageEvent<ToHub>) => host.receive(port, event.data));
  port.start();
});
scope.addEventListener("online", () => host.retryNow());

/**
 * What tabs and the worker that holds the stream say to each other.
 *
 * Messages of the wire travel as bytes: the worker hands on what it got, and each tab decodes only what it asked for.
 */

/** How the browser stands to the server; `since` is the browser's clock, in milliseconds. */
export interface ConnectionStatus {
  state: "connecting" | "live" | "polling" | "offline";
  since: number;
}

export type ToHub =
  /** The tab's whole set of topics: bytes of `Subscription`. `lock` is held by the tab for as long as it lives. */
  | { type: "topics"; tab: string; lock: string | undefined; subscriptions: Uint8Array[] }
  /** Still here; for browsers without locks. */
  | { type: "alive"; tab: string }
  | { type: "bye"; tab: string };

export type ToTab =
  /** Bytes of `WatchMessage`. */
  | { type: "message"; bytes: Uint8Array }
  | { type: "status"; status: ConnectionStatus }
  /** The hub does not know this tab (it slept too long): say your topics again. */
  | { type: "lost" };

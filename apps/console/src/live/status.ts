import { useCallback, useSyncExternalStore } from "react";
import { serverClock } from "./clock.ts";
import { useLive } from "./live-context.ts";
import type { ConnectionStatus } from "./protocol.ts";

const POLL_MS = 5000;

/** How this browser stands to the server. */
export function useConnection(): ConnectionStatus {
  const live = useLive();
  const subscribe = useCallback((listener: () => void) => live.onStatus(listener), [live]);
  return useSyncExternalStore(subscribe, () => live.status);
}

/**
 * For a query's `refetchInterval`: false while the stream keeps it fresh, 5 s when plain requests pass and streams do
 * not (a proxy that cuts them).
 */
export function usePollInterval(): number | false {
  return useConnection().state === "polling" ? POLL_MS : false;
}

/** The server's clock in milliseconds: durations are drawn against it. */
export function serverNow(): number {
  return serverClock.now(Date.now());
}

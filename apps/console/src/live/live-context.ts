import { createContext, useContext } from "react";
import { connectTab } from "./connect-tab.ts";
import type { LiveClient } from "./live-client.ts";

/** What components need of the connection. */
export type Live = Pick<LiveClient, "follow" | "status" | "onStatus">;

let connected: Live | undefined;

/** This tab's connection, made when first asked for. Tests provide their own through the context. */
const connectOnce = (): Live => {
  connected ??= connectTab();
  return connected;
};

const LiveContext = createContext<Live | undefined>(undefined);

export const LiveProvider = LiveContext.Provider;

export function useLive(): Live {
  const given = useContext(LiveContext);
  return given ?? connectOnce();
}

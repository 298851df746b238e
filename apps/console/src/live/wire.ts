import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { ConsoleService } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Wire } from "./hub.ts";

const CALL_TIMEOUT_MS = 5000;

/** The server's side of the stream. It has a transport of its own: a worker shares no modules with the page. */
export function connectWire(baseUrl: string): Wire {
  const api = createClient(ConsoleService, createConnectTransport({ baseUrl, useBinaryFormat: true }));
  return {
    watch: (streamId, signal) => api.watch({ streamId }, { signal }),
    subscribe: async (streamId, subscriptions) => {
      await api.subscribe({ streamId, subscriptions }, { timeoutMs: CALL_TIMEOUT_MS });
    },
    probe: async () => {
      await api.getStatus({}, { timeoutMs: CALL_TIMEOUT_MS });
    },
  };
}

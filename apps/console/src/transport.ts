import { type Client, createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { ConsoleService } from "@skein/spec/gen/skein/console/v1/console_pb";

/** Same origin, binary: literals hold int64 and bytes, which JSON would only make larger. */
let current: Transport | undefined;

function transport(): Transport {
  current ??= createConnectTransport({ baseUrl: globalThis.location.origin, useBinaryFormat: true });
  return current;
}

/** Tests and the seeded development entry answer calls themselves. */
export function replaceTransport(next: Transport): void {
  current = next;
}

/** The console's face of the server. The one client: everything the SPA asks goes through here. */
export const consoleApi: Client<typeof ConsoleService> = createClient(ConsoleService, {
  unary: (...call) => transport().unary(...call),
  stream: (...call) => transport().stream(...call),
});

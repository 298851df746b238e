import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";

/** A message larger than this is refused; flytekit sends what it likes, and a dropped archive must fit. */
export const maxMessageBytes = 64 * 1024 * 1024;

/** Refuses a request by its announced length, before any of it is read; what announces none is measured while read. */
export function refuseLarge({ requestHeader }: Pick<HandlerContext, "requestHeader">): void {
  const bytes = Number(requestHeader.get("content-length") ?? 0);
  if (bytes <= maxMessageBytes) return;
  const mib = (size: number) => `${Math.ceil(size / 1024 / 1024)} MiB`;
  throw new ConnectError(
    `The request has ${mib(bytes)}; at most ${mib(maxMessageBytes)} (${maxMessageBytes} bytes) are taken at once. ` +
      "Send less of it, or fewer files together",
    Code.ResourceExhausted,
  );
}

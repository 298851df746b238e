import { Code, ConnectError } from "@connectrpc/connect";
import { QueryClient } from "@tanstack/react-query";

/** Only what may pass by itself is asked again: the server away, or slow. A refusal stays a refusal. */
export function isRetryable(error: unknown): boolean {
  const { code } = ConnectError.from(error);
  return code === Code.Unavailable || code === Code.DeadlineExceeded || code === Code.Unknown;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The server is often on this very machine: whether the browser thinks that it is online says nothing of it.
        networkMode: "always",
        retry: (failures, error) => failures < 2 && isRetryable(error),
        retryDelay: (attempt) => 500 * 2 ** attempt,
        staleTime: 10_000,
        refetchOnWindowFocus: false, // the Watch stream keeps what is on screen fresh
      },
      // Nothing is done later that somebody asked for now: it is done, or it is refused.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

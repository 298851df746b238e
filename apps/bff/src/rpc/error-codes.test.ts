import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { AuthMetadataService } from "@skein/spec/gen/flyteidl/service/auth_pb";
import { Problem, type ProblemKind } from "@skein/spec/problem";
import { expect, test } from "vitest";
import { createLog } from "../log.ts";
import { mapErrors, toConnectError } from "./error-codes.ts";
import { logRequests } from "./request-log.ts";

class Foreseen extends Problem {
  readonly kind: ProblemKind;
  constructor(kind: ProblemKind, message = "in words") {
    super(message);
    this.kind = kind;
  }
}

test.each([
  [new Foreseen("invalid"), Code.InvalidArgument],
  [new Foreseen("notFound"), Code.NotFound],
  [new Foreseen("conflict"), Code.AlreadyExists],
  [new Foreseen("precondition"), Code.FailedPrecondition],
  [new Foreseen("unavailable"), Code.Unavailable],
  [new Foreseen("tooLarge"), Code.ResourceExhausted],
  [new ConnectError("in words", Code.Canceled), Code.Canceled],
])("%s keeps its words and gets its code", (reason, code) => {
  expect(toConnectError(reason)).toMatchObject({ code, rawMessage: "in words" });
});

test.each([new Error("secret"), "secret", undefined, new ConnectError("secret", Code.Unknown)])(
  "what was not foreseen is INTERNAL, never UNKNOWN, and says nothing of itself: %s",
  (reason) => {
    expect(toConnectError(reason)).toMatchObject({ code: Code.Internal, rawMessage: "Internal error", cause: reason });
  },
);

test("a long message is cut at a whole character", () => {
  const { rawMessage } = toConnectError(new Foreseen("invalid", "é".repeat(20_000)));
  expect(rawMessage).toBe(`${"é".repeat(8_000)}…`);
});

function failing(reason: unknown) {
  const lines: string[] = [];
  const log = createLog("debug", (line) => lines.push(line.replace(/^\S+ /, "").replace(/ms=\S+/, "ms=…")));
  const transport = createRouterTransport(
    (router) =>
      router.service(AuthMetadataService, {
        getPublicClientConfig: () => {
          throw reason;
        },
        getOAuth2Metadata: () => ({}),
      }),
    { router: { interceptors: [logRequests(log, () => 0), mapErrors] } },
  );
  return { lines, client: createClient(AuthMetadataService, transport) };
}

test("one line is logged per request: what was asked and how it ended", async () => {
  const { lines, client } = failing(new Foreseen("notFound", "no such thing"));
  await client.getPublicClientConfig({}).catch(() => {});
  await client.getOAuth2Metadata({});
  expect(lines).toEqual([
    'info refused rpc=flyteidl.service.AuthMetadataService/GetPublicClientConfig ms=… code=NotFound reason="no such thing"',
    "debug answered rpc=flyteidl.service.AuthMetadataService/GetOAuth2Metadata ms=…",
  ]);
});

test("a bug is logged with its cause, which the caller is not told", async () => {
  const { lines, client } = failing(new TypeError("x is undefined"));
  await expect(client.getPublicClientConfig({})).rejects.toThrow("Internal error");
  expect(lines[0]).toMatch(/^error failed .*cause="TypeError: x is undefined/);
});

import type { DescMethod, DescMethodUnary } from "@bufbuild/protobuf";
import { createConnectRouter } from "@connectrpc/connect";
import { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import { expect, test } from "vitest";
import { adminUnderTest, refusal } from "./testing/admin-client.ts";

test("§1 every RPC of AdminService is served, and answers an empty request with a code that is not UNKNOWN", async () => {
  const { transport, routes } = adminUnderTest();
  const router = createConnectRouter();
  routes(router);
  const served = new Set(router.handlers.map((handler) => handler.method));
  expect(AdminService.methods.filter((method) => !served.has(method)).map(({ name }) => name)).toEqual([]);
  const isUnary = (method: DescMethod): method is DescMethodUnary => method.methodKind === "unary";
  for (const method of AdminService.methods.filter(isUnary)) {
    const answer = await refusal(transport.unary(method, undefined, undefined, undefined, {}));
    expect(answer, method.name).toMatch(/^(OK|InvalidArgument|NotFound|FailedPrecondition)/);
  }
});

import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect as h2connect } from "node:http2";
import { connect, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { AuthMetadataService, PublicClientAuthConfigRequestSchema } from "@skein/spec/gen/flyteidl/service/auth_pb";
import { IdentityService } from "@skein/spec/gen/flyteidl/service/identity_pb";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { builtConsole } from "./console-files.ts";
import { createLog } from "./log.ts";
import { type Port, PortTaken } from "./port.ts";
import { authMetadata } from "./rpc/auth.ts";
import { mapErrors } from "./rpc/error-codes.ts";
import { maxMessageBytes } from "./rpc/size-gate.ts";
import { createServer, type PartHealth, type ServerParts } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "skein-console-"));
mkdirSync(join(folder, "assets"));
writeFileSync(join(folder, "index.html"), "<!doctype html><title>Skein</title>");
writeFileSync(join(folder, "assets", "main-1a2b.js"), "export {};");

let health: PartHealth[] = [];
const stop = new AbortController();

const newServer = (changes: Partial<ServerParts> = {}) =>
  createServer({
    routes: (router) => router.service(AuthMetadataService, authMetadata),
    interceptors: [mapErrors],
    console: () => builtConsole(folder),
    deck: (_request, _response, next) => next(),
    isDevelopment: false,
    authoringSchema: () => ({ title: "Skein" }),
    health: () => health,
    hostNames: ["box.lan"],
    stopping: stop.signal,
    log: createLog("error", () => {}),
    ...changes,
  });

let port: Port;
let origin: string;
beforeAll(async () => {
  port = await newServer();
  await port.listen(["127.0.0.1", "::1"], 0);
  origin = `http://localhost:${port.number}`;
});
afterAll(() => port.close(0));
afterEach(() => {
  health = [];
});

/** One HTTP/1 request with the headers as given, Host included. */
function send(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = httpRequest({ host: "127.0.0.1", port: port.number, method, path, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("one port", () => {
  test.each([
    ["gRPC over cleartext HTTP/2", () => createGrpcTransport({ baseUrl: origin })],
    ["gRPC-Web over HTTP/1", () => createGrpcWebTransport({ baseUrl: origin, httpVersion: "1.1" })],
    ["Connect in binary over HTTP/1", () => createConnectTransport({ baseUrl: origin, httpVersion: "1.1" })],
    ["Connect over HTTP/2", () => createConnectTransport({ baseUrl: origin, httpVersion: "2" })],
  ])("answers %s", async (_, transport) => {
    const client = createClient(AuthMetadataService, transport());
    expect((await client.getPublicClientConfig({})).clientId).toBe("flytectl");
  });

  test("answers Connect in JSON, as curl sends it", async () => {
    const path = "/flyteidl.service.AuthMetadataService/GetPublicClientConfig";
    const answer = await send("POST", path, { "content-type": "application/json" }, "{}");
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ clientId: "flytectl", scopes: ["all", "offline"] });
  });

  test.each(["127.0.0.1", "::1"])("is open on %s", async (host) => {
    const socket = connect(port.number, host);
    await once(socket, "connect");
    socket.destroy();
  });

  test.each([
    ["PROPFIND", "PROPFIND / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["PRI as a path of HTTP/1", "PRIX / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
  ])("does not take %s for HTTP/2, even byte by byte", async (_, text) => {
    const socket = connect(port.number, "127.0.0.1");
    socket.setNoDelay(true);
    // Refused as soon as it is no method at all: what is written after that goes nowhere.
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    for (const byte of text.slice(0, 6)) {
      socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    socket.write(text.slice(6));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 40[04]/);
  });

  test("a port that is taken is one sentence with the remedy", async () => {
    const holder = createTcpServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const taken = typeof address === "object" ? (address?.port ?? 0) : 0;
    const other = await newServer();
    await expect(other.listen(["127.0.0.1", "::1"], taken)).rejects.toThrow(PortTaken);
    await expect(other.listen(["127.0.0.1"], taken)).rejects.toThrow(
      `Port ${taken} on 127.0.0.1 is taken; end the program that listens there, or set SKEIN_PORT to another port`,
    );
    holder.close();
  });

  test.each([
    [["192.0.2.1"], "192.0.2.1, which SKEIN_BIND names: this machine has no such address"],
    [["127.0.0.1", "192.0.2.1"], "192.0.2.1, which SKEIN_BIND names: this machine has no such address"],
    [["no such host"], "no such host, which SKEIN_BIND names: no such host is known"],
  ])("an address that nothing can listen on (%j) is one sentence with the setting", async (hosts, words) => {
    const other = await newServer();
    await expect(other.listen(hosts, 0)).rejects.toThrow(
      `Nothing can listen on ${words}; give an address of this machine`,
    );
  });

  test("closing ends connections that do not end themselves", async () => {
    const other = await newServer();
    await other.listen(["127.0.0.1"], 0);
    const session = h2connect(`http://localhost:${other.number}`);
    await once(session, "connect");
    const ended = once(session, "close");
    await other.close(50);
    await ended;
  });
});

describe("every request is looked at", () => {
  const path = "/flyteidl.service.AuthMetadataService/GetPublicClientConfig";

  test.each([
    ["the host of a stranger", { host: "evil.example" }, 403],
    ["the origin of a stranger", { host: "localhost", origin: "http://evil.example" }, 403],
    ["a frame of opaque origin", { host: "localhost", origin: "null" }, 403],
    ["a host of its own", { host: "box.lan" }, 200],
    ["its own origin", { host: "localhost:1", origin: "http://localhost:1" }, 200],
  ])("over HTTP/1: %s", async (_, headers, status) => {
    const answer = await send("POST", path, { "content-type": "application/json", ...headers }, "{}");
    expect(answer.status).toBe(status);
    const page = await send("GET", "/console/", headers);
    expect(page.status).toBe(status);
  });

  test.each([
    ["evil.example", undefined, 403],
    ["localhost", "http://evil.example", 403],
    ["localhost", undefined, 200],
  ])("over HTTP/2: authority %s, origin %s", async (authority, from, status) => {
    const session = h2connect(origin);
    const stream = session.request({
      ":method": "POST",
      ":path": path,
      ":authority": authority,
      "content-type": "application/json",
      ...(from && { origin: from }),
    });
    stream.end("{}");
    const [headers] = await once(stream, "response");
    expect(headers[":status"]).toBe(status);
    session.destroy();
  });

  test.each([
    ["evil.example", undefined, false],
    ["localhost", "http://evil.example", false],
    ["localhost", "http://localhost", true],
  ])("a socket asked for by host %s, origin %s opens: %s", async (host, from, opens) => {
    const other = await newServer({
      console: (http1) => {
        http1.on("upgrade", (_, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
        return builtConsole(folder);
      },
    });
    await other.listen(["127.0.0.1"], 0);
    const socket = connect(other.number, "127.0.0.1");
    const head = ["GET /console/ HTTP/1.1", `Host: ${host}`, "Connection: Upgrade", "Upgrade: websocket"];
    socket.write([...head, ...(from ? [`Origin: ${from}`] : []), "", ""].join("\r\n"));
    let answer = "";
    for await (const chunk of socket) answer += chunk;
    expect(answer.startsWith("HTTP/1.1 101")).toBe(opens);
    await other.close(0);
  });

  test("answers forbid what a page of ours never needs", async () => {
    const { headers } = await send("GET", "/console/");
    expect(headers["content-security-policy"]).toContain("script-src 'self';");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-powered-by"]).toBeUndefined();
  });
});

describe("a message that is too large", () => {
  test.each([
    ["Connect", () => createConnectTransport({ baseUrl: origin, httpVersion: "1.1" })],
    ["gRPC-Web", () => createGrpcWebTransport({ baseUrl: origin, httpVersion: "1.1" })],
    // Its own queue counts against a client's session too.
    ["gRPC", () => createGrpcTransport({ baseUrl: origin, nodeOptions: { maxSessionMemory: 512 } })],
  ])("is refused over %s with its limit", async (_, transport) => {
    // Unknown fields make a message of any size.
    const data = new Uint8Array(maxMessageBytes + 1);
    const request = create(PublicClientAuthConfigRequestSchema);
    request.$unknown = [{ no: 100, wireType: 2, data: lengthDelimited(data) }];
    const reason = await createClient(AuthMetadataService, transport())
      .getPublicClientConfig(request)
      .catch((error: unknown) => error);
    expect(reason).toBeInstanceOf(ConnectError);
    expect(ConnectError.from(reason)).toMatchObject({ code: Code.ResourceExhausted });
    expect(String(reason)).toContain(String(maxMessageBytes));
  });

  test("is refused by its announced length, in words", async () => {
    const path = "/flyteidl.service.AuthMetadataService/GetPublicClientConfig";
    const headers = { "content-type": "application/json", "content-length": String(200 * 1024 * 1024) };
    const sent = httpRequest({ host: "127.0.0.1", port: port.number, method: "POST", path, headers });
    sent.on("error", () => {});
    sent.write("{");
    const [response] = await once(sent, "response");
    let body = "";
    for await (const chunk of response) body += chunk;
    expect(JSON.parse(body)).toEqual({
      code: "resource_exhausted",
      message: expect.stringMatching(/^The request has 200 MiB; at most 64 MiB .* are taken at once\. Send less/),
    });
    sent.destroy();
  });

  test("one of 60 MiB is not", async () => {
    const request = create(PublicClientAuthConfigRequestSchema);
    request.$unknown = [{ no: 100, wireType: 2, data: lengthDelimited(new Uint8Array(60 * 1024 * 1024)) }];
    const transport = createGrpcTransport({ baseUrl: origin, nodeOptions: { maxSessionMemory: 512 } });
    const answer = await createClient(AuthMetadataService, transport).getPublicClientConfig(request);
    expect(answer.clientId).toBe("flytectl");
  });

  function lengthDelimited(data: Uint8Array): Uint8Array {
    const length = [];
    for (let rest = data.length; rest > 0; rest = Math.floor(rest / 128))
      length.push((rest % 128) | (rest > 127 ? 128 : 0));
    return Buffer.concat([new Uint8Array(length), data]);
  }
});

describe("pages", () => {
  test("the root leads to the console", async () => {
    expect(await send("GET", "/")).toMatchObject({ status: 302, headers: { location: "/console/" } });
  });

  test("every path below /console is the page, so that a reload keeps the place", async () => {
    const answer = await send("GET", "/console/projects/flytesnacks/domains/development/executions/x");
    expect(answer).toMatchObject({ status: 200, headers: { "cache-control": "no-cache" } });
    expect(answer.body).toContain("<title>Skein</title>");
  });

  test("hashed assets are kept for ever; one of another build is not found rather than the page", async () => {
    const { headers } = await send("GET", "/console/assets/main-1a2b.js");
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await send("GET", "/console/assets/main-9z9z.js")).status).toBe(404);
  });

  test("paths do not lead out of the folder", async () => {
    for (const path of [
      "/console/../package.json",
      "/console/%2e%2e/%2e%2e/etc/passwd",
      "/console/assets/..%2findex.html",
    ]) {
      expect((await send("GET", path)).body).not.toMatch(/root:|"name"/);
    }
  });

  test("a path that cannot be decoded is the client's mistake", async () => {
    expect((await send("GET", "/console/%E0%A4%A")).status).toBe(400);
  });

  test("what is served nowhere says so", async () => {
    const answer = await send("GET", "/nowhere");
    expect(answer).toMatchObject({ status: 404 });
    expect(JSON.parse(answer.body)).toEqual({ code: "not_found", message: "Nothing is served at GET /nowhere" });
  });

  test("the authoring schema is JSON", async () => {
    expect(JSON.parse((await send("GET", "/schema/v1.json")).body)).toEqual({ title: "Skein" });
  });
});

describe("a call that nobody serves", () => {
  const known = "/flyteidl.service.AuthMetadataService/GetPublicClientConfig";
  const message = "flyteidl.service.AdminService.Fly is not served here";
  const json = { "content-type": "application/json" };

  test("is unimplemented over HTTP/1, in the form it came in", async () => {
    const path = "/flyteidl.service.AdminService/Fly";
    const answer = await send("POST", path, json, "{}");
    expect(answer.status).toBe(501);
    expect(JSON.parse(answer.body)).toEqual({ code: "unimplemented", message });
    const web = await send("POST", path, { "content-type": "application/grpc-web+proto" }, "");
    expect(web).toMatchObject({
      status: 200,
      headers: { "grpc-status": "12", "grpc-message": encodeURIComponent(message) },
    });
  });

  test.each([
    ["gRPC", () => createGrpcTransport({ baseUrl: origin })],
    ["Connect over HTTP/2", () => createConnectTransport({ baseUrl: origin, httpVersion: "2" })],
    ["Connect over HTTP/1", () => createConnectTransport({ baseUrl: origin, httpVersion: "1.1" })],
    ["gRPC-Web", () => createGrpcWebTransport({ baseUrl: origin, httpVersion: "1.1" })],
  ])("is unimplemented for clients of %s", async (_, transport) => {
    const client = createClient(IdentityService, transport());
    const refused = await client.userInfo({}).catch((reason: unknown) => reason);
    expect(refused).toMatchObject({
      code: Code.Unimplemented,
      rawMessage: "flyteidl.service.IdentityService.UserInfo is not served here",
    });
  });

  test("by a wrong verb or content type is told the right one", async () => {
    const verb = await send("PUT", known, json, "{}");
    expect(verb.status).toBe(405);
    expect(verb.headers.allow).toBe("POST");
    expect(JSON.parse(verb.body)).toEqual({
      code: "invalid_argument",
      message: `${known} does not take PUT; send POST with content-type: application/json`,
    });
    for (const [headers, words] of [
      [{ "content-type": "text/plain" }, "content-type: text/plain"],
      [{}, "a call without content-type"],
    ] as const) {
      const answer = await send("POST", known, headers, "{}");
      expect(answer.status).toBe(415);
      expect(JSON.parse(answer.body).message).toBe(
        `${known} does not take ${words}; send POST with content-type: application/json`,
      );
    }
  });

  test.each([
    ["POST", "/nothing"],
    ["GET", "/flyteidl.service.AdminService/Fly"],
  ])("is not what %s %s is", async (method, path) => {
    expect((await send(method, path, json)).status).toBe(404);
  });
});

describe("health", () => {
  test("is 200 once every part is ready", async () => {
    health = [{ part: "store", ready: true, message: "" }];
    expect(await send("GET", "/healthz")).toMatchObject({ status: 200, body: expect.stringContaining('"ready":true') });
  });

  test("is 503 with the part that is not", async () => {
    health = [{ part: "runner", ready: false, message: "Docker cannot be reached" }];
    const answer = await send("GET", "/healthz");
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toEqual({ ready: false, parts: health });
  });
});

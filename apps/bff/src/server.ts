/**
 * What one port serves: the RPCs of all services (gRPC, gRPC-Web, Connect), the console, the schema, the health.
 *
 * It takes its parts as arguments and owns none of them. Every request passes the guard (request-guard.ts) first.
 * Neighbours: port.ts and preface.ts (connections), rpc/ (services), console-files.ts (the built console), main.ts (wiring).
 */
import { createServer as createHttp1Server, type Server as Http1Server, type IncomingHttpHeaders } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { createServer as createListener } from "node:net";
import type { ConnectRouter, Interceptor } from "@connectrpc/connect";
import { expressConnectMiddleware } from "@connectrpc/connect-express";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { keepReadable } from "./keep-readable.ts";
import type { Log } from "./log.ts";
import { Port } from "./port.ts";
import { acceptByPreface } from "./preface.ts";
import { refuseRequest } from "./request-guard.ts";
import { maxMessageBytes, refuseLarge } from "./rpc/size-gate.ts";
import { type AnswerUnserved, answerUnserved } from "./rpc/unserved-call.ts";
import { securityHeaders } from "./security-headers.ts";

export interface ServerParts {
  /** Registers all services. */
  readonly routes: (router: ConnectRouter) => void;
  readonly interceptors: Interceptor[];
  /** Serves everything below /console; made from the HTTP/1 server, which development attaches its socket to. */
  readonly console: (http1: Http1Server) => RequestHandler | Promise<RequestHandler>;
  /** The decks of nodes, below /decks/<project>/<domain>/<execution>/<node>. */
  readonly deck: RequestHandler;
  /** The bytes behind values, below /console/values. */
  readonly values?: RequestHandler;
  /** Loosened for development only. */
  readonly isDevelopment: boolean;
  /** The JSON Schema of authored files. */
  readonly authoringSchema: () => unknown;
  readonly health: () => readonly PartHealth[];
  /** Host names besides the usual by which this server is reached. */
  readonly hostNames: readonly string[];
  /** Aborted when the server stops: open streams end. */
  readonly stopping: AbortSignal;
  readonly log: Log;
}

export interface PartHealth {
  readonly part: string;
  readonly ready: boolean;
  /** Empty when ready; else what is wrong and what to do. */
  readonly message: string;
}

/** The server, not yet listening. */
export async function createServer(parts: ServerParts): Promise<Port> {
  const rpc = {
    routes: parts.routes,
    interceptors: parts.interceptors,
    readMaxBytes: maxMessageBytes,
    requestGate: refuseLarge,
    shutdownSignal: parts.stopping,
  };
  const answersUnserved = answerUnserved(parts.routes);
  const app = express();
  app.disable("x-powered-by");
  const http1 = createHttp1Server(app);
  app.use(guard(parts));
  app.use(securityHeaders(parts.isDevelopment));
  app.use((request, response, next) => void (answersUnserved(request, response) || next()));
  app.use(expressConnectMiddleware(rpc));
  app.get("/", (_, response) => response.redirect(302, "/console/"));
  app.get("/healthz", (_, response) => {
    const health = parts.health();
    const isReady = health.every((each) => each.ready);
    response
      .status(isReady ? 200 : 503)
      .set("cache-control", "no-store")
      .json({ ready: isReady, parts: health });
  });
  app.get("/schema/v1.json", (_, response) => {
    response.type("application/schema+json").send(JSON.stringify(parts.authoringSchema(), undefined, 2));
  });
  app.get("/decks/:project/:domain/:execution/:node", parts.deck);
  if (parts.values) app.use("/console/values", parts.values);
  app.use("/console", await parts.console(http1));
  guardUpgrades(http1, parts);
  app.use((request, response) => {
    response.status(404).json(notServed(request.method, request.path));
  });
  app.use(answerFailure(parts.log));

  const accept = acceptByPreface(http1, createHttp2(rpc, parts, answersUnserved));
  return new Port(
    () => createListener({ noDelay: true }, accept),
    "SKEIN_PORT",
    () => http1.closeIdleConnections(),
  );
}

function createHttp2(
  rpc: Parameters<typeof connectNodeAdapter>[0],
  { hostNames }: ServerParts,
  answersUnserved: AnswerUnserved,
) {
  const answer = connectNodeAdapter({
    ...rpc,
    fallback(request, response) {
      response.statusCode = 404;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(notServed(request.method ?? "", request.url?.split("?", 1)[0] ?? "")));
    },
  });
  const options = {
    // In MB: with Node's 10, a large answer in the queue makes a session refuse its next calls.
    maxSessionMemory: 512,
    settings: { initialWindowSize: 1024 * 1024 },
  };
  return createHttp2Server(options, (request, response) => {
    const refusal = refuseRequest(headOf(request.headers, request.authority), hostNames);
    if (refusal === undefined) {
      keepReadable(request, response);
      if (!answersUnserved(request, response)) answer(request, response);
    } else response.writeHead(403, { "content-type": "application/json" }).end(refusalBody(refusal));
  });
}

function guard({ hostNames }: ServerParts): RequestHandler {
  return (request, response, next) => {
    const refusal = refuseRequest(headOf(request.headers, request.headers.host), hostNames);
    if (refusal === undefined) {
      keepReadable(request, response);
      next();
    } else response.status(403).type("application/json").send(refusalBody(refusal));
  };
}

/** Upgrades (development's socket) pass by Express; where nobody listens for them they are ordinary requests. */
function guardUpgrades(http1: Http1Server, { hostNames }: ServerParts): void {
  if (http1.listenerCount("upgrade") === 0) return;
  http1.prependListener("upgrade", ({ headers }, socket) => {
    if (refuseRequest(headOf(headers, headers.host), hostNames) !== undefined) socket.destroy();
  });
}

function headOf(headers: IncomingHttpHeaders, host: string | undefined) {
  return {
    host,
    origin: headers.origin,
    fetchSite: first(headers["sec-fetch-site"]),
    fetchMode: first(headers["sec-fetch-mode"]),
  };
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const notServed = (method: string, path: string) => ({
  code: "not_found",
  message: `Nothing is served at ${method} ${path}`,
});

// The shape of a Connect error, so that every client shows the sentence.
const refusalBody = (message: string): string => JSON.stringify({ code: "permission_denied", message });

function answerFailure(log: Log): ErrorRequestHandler {
  return (reason, request, response, next) => {
    if (response.headersSent) return next(reason);
    const status = statusOf(reason);
    if (status >= 500) log.error("request failed", { method: request.method, path: request.path, cause: reason });
    const message = status >= 500 ? "Internal error" : "The request cannot be read";
    response.status(status).json({ code: status >= 500 ? "internal" : "invalid_argument", message });
  };
}

/** Express marks what the client did wrong (a path that cannot be decoded) by a status. */
function statusOf(reason: unknown): number {
  const status = reason instanceof Error && "status" in reason ? Number(reason.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}

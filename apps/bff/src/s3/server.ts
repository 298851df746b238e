/**
 * The S3 endpoint: whatever arrives is read, checked, allowed and only then carried out.
 *
 * Read: target.ts. Checked: sigv4/. Allowed: credentials.ts. Carried out: operation.ts and operations/.
 * It owns its limits on connections; the objects and the keys are handed in.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { bucket } from "../blobs/prefixes.ts";
import { parseBlobUri } from "../blobs/uri.ts";
import { keepReadable } from "../keep-readable.ts";
import type { Log } from "../log.ts";
import { Port } from "../port.ts";
import { refuseRequest } from "../request-guard.ts";
import { isChecksum, readDigest } from "./body/checksums.ts";
import { openPayload } from "./body/payload.ts";
import { answer, answerXml, type Call } from "./call.ts";
import type { Access, Credentials } from "./credentials.ts";
import type { Objects } from "./objects/objects.ts";
import { findOperation, type Operation } from "./operation.ts";
import { S3Problem, toS3Problem } from "./s3-problem.ts";
import { readClaim } from "./sigv4/claim.ts";
import { verify } from "./sigv4/verify.ts";
import { parseTarget, queryValue, type Target } from "./target.ts";
import type { Uploads } from "./uploads.ts";

export interface S3Parts {
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly credentials: Credentials;
  /** Host names besides the usual by which this endpoint is reached. */
  readonly hostNames: readonly string[];
  /** Whether a connection came in by the address that only tasks use. */
  readonly isTaskAddress: (address: string) => boolean;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

const limits = {
  maxHeaderSize: 32 * 1024,
  headersTimeout: 20_000,
  // A payload of gigabytes over a slow line takes what it takes, as long as something comes (`idleMs`).
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
};
const idleMs = 120_000;
const maxConnections = 4096;

/** The endpoint, not yet listening. */
export function createS3Server(parts: S3Parts): Port {
  const handle = (request: IncomingMessage, response: ServerResponse, waits: boolean) => {
    void serve(parts, request, response, waits);
  };
  return new Port(() => {
    const server = createServer({ ...limits, noDelay: true }, (request, response) => handle(request, response, false));
    // Such a client sends its payload when told to: what is refused is never sent.
    server.on("checkContinue", (request, response) => handle(request, response, true));
    server.timeout = idleMs;
    server.maxConnections = maxConnections;
    return server;
  }, "SKEIN_S3_PORT");
}

async function serve(parts: S3Parts, request: IncomingMessage, response: ServerResponse, waits: boolean) {
  keepReadable(request, response);
  try {
    await act(parts, request, response, waits);
  } catch (reason) {
    // The client went, or sent nothing for too long: there is nobody to tell.
    if (request.socket.destroyed || (request.destroyed && !request.complete)) return;
    const problem = toS3Problem(reason);
    if (problem.code === "InternalError" || problem.code === "StorageFull")
      parts.log.error("S3 request failed", { method: request.method, path: pathOf(request), cause: problem.cause });
    else parts.log.debug("S3 request refused", { path: pathOf(request), code: problem.code, why: problem.message });
    refuse(request, response, problem, waits);
  }
}

async function act(parts: S3Parts, request: IncomingMessage, response: ServerResponse, waits: boolean): Promise<void> {
  const headers = readHeaders(request);
  response.setHeaders(new Map(Object.entries(alwaysSent)));
  const target = parseTarget(request.url ?? "");
  const method = request.method ?? "";
  const signable = { method, path: target.path, query: target.query, headers };
  const claim = readClaim(signable);
  if (!claim) {
    if (method === "OPTIONS") return answer({ response }, 204, preflight);
    throw new S3Problem("AccessDenied", "The request is not signed; set the access key and secret key of the client");
  }
  const isFromTask = parts.isTaskAddress(request.socket.localAddress ?? "");
  const access = parts.credentials.find(claim.accessKey, isFromTask);
  guard(parts, request, access);
  const signing = verify(signable, claim, access.secret, parts.now());
  // A page that holds one of our URLs may read what it leads to.
  if (access.isLink) response.setHeader("access-control-allow-origin", "*");
  const operation = findOperation(method, target, headers.has("x-amz-copy-source"));
  allow(operation, target, access);

  const md5 = queryValue(target, "skein-content-md5");
  const also = md5 === undefined ? [] : [readDigest("content-md5", md5)].filter((each) => each !== undefined);
  const call: Call = {
    ...{ request, response, target, headers, access },
    objects: parts.objects,
    uploads: parts.uploads,
    payload() {
      if (waits) response.writeContinue();
      const said = operation.describesObject ? withoutChecksums(headers) : headers;
      return openPayload(request, said, claim.payload, signing, also);
    },
  };
  await operation.run(call);
}

const withoutChecksums = (headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...headers].filter(([name]) => !isChecksum(name)));

/** A deck is a page of somebody's making: it may run its scripts, but as nobody. */
const alwaysSent = {
  "content-security-policy": "sandbox allow-scripts",
  "x-content-type-options": "nosniff",
  server: "Skein",
};

const preflight = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD",
  "access-control-allow-headers": "range",
};

/**
 * The keys of `minio` are known to all the world, pages of other sites included: a browser that calls with them is
 * refused. Only the URLs we gave out are for pages.
 */
function guard({ hostNames }: S3Parts, { headers }: IncomingMessage, { isLink }: Access): void {
  const browser = isLink ? {} : { origin: headers.origin, fetchSite: headers["sec-fetch-site"]?.toString() };
  const head = { host: headers.host, origin: undefined, fetchSite: undefined, fetchMode: undefined, ...browser };
  const refusal = refuseRequest(head, hostNames);
  if (refusal !== undefined) throw new S3Problem("AccessDenied", refusal);
}

function allow({ right }: Operation, target: Target, access: Access): void {
  if (target.bucket !== "" && target.bucket !== bucket)
    throw new S3Problem("NoSuchBucket", `There is no bucket ${target.bucket}; the one there is is ${bucket}`);
  parseBlobUri(`s3://${bucket}/${target.key}`); // refuses what cannot be a key
  if (right === "write" && !access.mayWrite(target.key))
    throw new S3Problem("AccessDenied", `A task writes below its own prefixes only; ${target.key} is not there`);
}

/** Values of one name joined by a comma, as they are signed; Node itself drops some repeated ones. */
function readHeaders({ rawHeaders }: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at]?.toLowerCase() ?? "", rawHeaders[at + 1] ?? ""];
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

function refuse(request: IncomingMessage, response: ServerResponse, problem: S3Problem, waits: boolean): void {
  if (response.headersSent) {
    response.destroy(); // half an answer must not look like a whole one
    return;
  }
  const path = pathOf(request);
  // Whoever waited to be asked for the payload will not send it: nothing more can come over this connection.
  if (waits) response.setHeader("connection", "close");
  if (request.method === "HEAD" || problem.status === 304) response.writeHead(problem.status).end();
  else
    answerXml(
      { response },
      [
        "Error",
        [
          ["Code", problem.code],
          ["Message", problem.message],
          ["Resource", path],
        ],
      ],
      problem.status,
    );
}

/** Without the query, which may hold a signature. */
const pathOf = ({ url = "" }: IncomingMessage): string => url.split("?")[0]?.slice(0, 1200) ?? "";

/** One request that passed all checks, as an operation sees it, and the answers operations give. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Payload } from "./body/payload.ts";
import type { Access } from "./credentials.ts";
import type { Objects, StoredObject } from "./objects/objects.ts";
import { S3Problem } from "./s3-problem.ts";
import { queryValue, type Target } from "./target.ts";
import type { Uploads } from "./uploads.ts";
import { formatXml, type XmlElement } from "./xml-writer.ts";

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly headers: ReadonlyMap<string, string>;
  readonly access: Access;
  readonly objects: Objects;
  readonly uploads: Uploads;
  /** Asks the client for the payload where it waits for that; to be called once. */
  payload(): Payload;
}

export function answer(
  { response }: Pick<Call, "response">,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, status === 204 ? headers : { "content-length": "0", ...headers }).end();
}

export function answerXml({ response }: Pick<Call, "response">, document: XmlElement, status = 200): void {
  const body = Buffer.from(formatXml(document));
  response.writeHead(status, { "content-type": "application/xml", "content-length": body.length }).end(body);
}

/** A value of the query that the operation cannot do without. */
export function requireQuery({ target }: Pick<Call, "target">, name: string): string {
  const value = queryValue(target, name);
  if (value === undefined) throw new S3Problem("InvalidArgument", `The query lacks ${name}`);
  return value;
}

/** A whole number of the query, within limits. */
export function readNumber(
  call: Pick<Call, "target">,
  name: string,
  [lowest, highest]: readonly [number, number],
): number {
  const text = requireQuery(call, name);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= lowest && value <= highest))
    throw new S3Problem("InvalidArgument", `${name} is ${text}; give a number from ${lowest} to ${highest}`);
  return value;
}

export const quoted = (etag: string): string => `"${etag}"`;

export const noSuchKey = (key: string): S3Problem => new S3Problem("NoSuchKey", `There is no object ${key}`);

/** Work without traffic takes longer than a silent connection may live. */
export async function unhurried<T>({ request }: Pick<Call, "request">, work: () => Promise<T>): Promise<T> {
  const { socket } = request;
  const patience = socket.timeout ?? 0;
  socket.setTimeout(0);
  try {
    return await work();
  } finally {
    socket.setTimeout(patience);
  }
}

/** ISO 8601 in XML; headers have another form. */
export const formatModified = ({ modifiedAtMs }: Pick<StoredObject, "modifiedAtMs">): string =>
  new Date(modifiedAtMs).toISOString();

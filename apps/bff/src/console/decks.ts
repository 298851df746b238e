/**
 * The decks of nodes, for the console: pages of somebody's making, which may run their scripts, but as nobody.
 *
 * They are of no origin (`sandbox` without `allow-same-origin`), wherever they are opened, load nothing, send nothing
 * and lead nowhere; only our own pages may frame them.
 */
import type { Uri } from "@skein/engine/run";
import type { Request, RequestHandler, Response } from "express";
import { deckKeyOf } from "../admin/deck.ts";
import type { Blobs } from "../blobs/blobs.ts";
import { bucket } from "../blobs/prefixes.ts";
import type { Database } from "../store/database.ts";
import { findExecution } from "../store/executions.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import type { NodeExecutionRow } from "../store/tables.ts";

/** Larger ones would take the memory of all others. */
const MOST_BYTES = 64 * 1024 * 1024;

const policy = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval'",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
  "media-src data: blob:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

export interface Decks {
  has(node: NodeExecutionRow): Promise<boolean>;
  /** Answers `/decks/<project>/<domain>/<execution>/<node>`. */
  readonly page: RequestHandler;
}

export function openDecks(db: Database, blobs: Pick<Blobs, "read" | "size">): Decks {
  function uriOf(node: NodeExecutionRow): Uri | undefined {
    const key = deckKeyOf(node);
    return key === undefined ? undefined : `s3://${bucket}/${key}`;
  }
  const has = async (node: NodeExecutionRow) => (await sizeOf(uriOf(node))) !== undefined;
  const sizeOf = async (uri: Uri | undefined) => uri && (await blobs.size(uri).catch(() => undefined));

  async function answer({ params }: Request, response: Response): Promise<void> {
    const { project = "", domain = "", execution: name = "", node: nodeId = "" } = params as Record<string, string>; // named below
    const execution = findExecution(db, { project, domain, name });
    const node = execution && findNodeExecution(db, execution.id, nodeId);
    const uri = node && uriOf(node);
    const page = uri && (await sizeOf(uri)) !== undefined ? await blobs.read(uri, MOST_BYTES) : undefined;
    response.removeHeader("x-frame-options");
    response.set({ "content-security-policy": policy, "cache-control": "no-store" });
    if (page) response.type("text/html; charset=utf-8").send(Buffer.from(page));
    else response.status(404).type("text/plain").send("This node has no report");
  }

  return { has, page: (request, response, next) => void answer(request, response).catch(next) };
}

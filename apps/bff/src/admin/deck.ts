/** The deck of a node: a page that flytekit writes beside the outputs of an attempt. */
import { Problem } from "@skein/spec/problem";
import { bucket } from "../blobs/prefixes.ts";
import type { NodeExecutionRow } from "../store/tables.ts";

class NoDeck extends Problem {
  readonly kind = "notFound";
}

/** The key of the page. @throws NoDeck when there is none */
export function getDeckKey(node: NodeExecutionRow, exists: (key: string) => boolean): string {
  const top = `s3://${bucket}/`;
  const outputs = node.output_uri?.startsWith(top) ? node.output_uri.slice(top.length) : undefined;
  const key = outputs?.replace(/[^/]*$/, "deck.html");
  if (key === undefined || !exists(key))
    throw new NoDeck(`no deckUrl found for node ${node.node_id}: its task wrote no deck; enable_deck=True makes one`);
  return key;
}

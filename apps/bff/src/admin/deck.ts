/** The deck of a node: a page that flytekit writes beside the outputs of an attempt. */
import { Problem } from "@skein/spec/problem";
import { bucket } from "../blobs/prefixes.ts";
import type { NodeExecutionRow } from "../store/tables.ts";

class NoDeck extends Problem {
  readonly kind = "notFound";
}

/**
 * The key that the page has if there is one: that of the newest attempt, also of one that runs or has failed.
 * Undefined for nodes that no container runs for.
 */
export function deckKeyOf({ output_uri, input_uri, attempt }: NodeExecutionRow): string | undefined {
  const uri =
    output_uri?.replace(/[^/]*$/, "deck.html") ??
    (input_uri?.endsWith("/inputs.pb") ? input_uri.replace(/[^/]*$/, `${attempt}/deck.html`) : undefined);
  const top = `s3://${bucket}/`;
  return uri?.startsWith(top) ? uri.slice(top.length) : undefined;
}

/** The key of the page. @throws NoDeck when there is none */
export function getDeckKey(node: NodeExecutionRow, exists: (key: string) => boolean): string {
  const key = deckKeyOf(node);
  if (key === undefined || !exists(key))
    throw new NoDeck(`no deckUrl found for node ${node.node_id}: its task wrote no deck; enable_deck=True makes one`);
  return key;
}

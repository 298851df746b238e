/** The other side of parallel-md5.ts: hashes blocks of shared memory, one after the other, for many digests at once. */
import { createHash, type Hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import type { Md5Answer, Md5Request } from "./parallel-md5.ts";

const hashes = new Map<number, Hash>();

parentPort?.on("message", (request: Md5Request) => {
  const { id, block, length } = request;
  if (request.kind === "drop") hashes.delete(id);
  else if (request.kind === "finish") {
    const md5 = (hashes.get(id) ?? createHash("md5")).digest();
    hashes.delete(id);
    answer({ id, md5 });
  } else {
    const hash = hashes.get(id) ?? createHash("md5");
    hashes.set(id, hash);
    hash.update(new Uint8Array(block, 0, length));
    answer({ id, md5: undefined });
  }
});

const answer = (message: Md5Answer) => parentPort?.postMessage(message);

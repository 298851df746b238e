/** For tests: a real endpoint on a free loopback port, over a folder and a database nobody keeps. */
import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { openBlobs } from "../../blobs/blobs.ts";
import { createLog } from "../../log.ts";
import { openDatabase } from "../../store/database.ts";
import type { KeyPair } from "../credentials.ts";
import { openS3, type S3Endpoint } from "../endpoint.ts";

export const bucket = "my-s3-bucket";
const people: KeyPair = { accessKey: "minio", secret: "miniostorage" };

export interface EndpointUnderTest extends S3Endpoint {
  readonly root: string;
  readonly origin: string;
  /** Names of executions that have ended. */
  readonly ended: Set<string>;
  /** Lines of the log. */
  readonly logged: string[];
  clock: { skewMs: number };
  client(keys?: KeyPair): S3Client;
  /** One request as it is, its URL below the origin or whole. */
  send(method: string, url: string, headers?: Record<string, string>, body?: string | Buffer): Promise<Answer>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function endpointUnderTest(): Promise<EndpointUnderTest> {
  const root = await mkdtemp(join(tmpdir(), "skein-s3-"));
  const db = openDatabase(":memory:");
  const ended = new Set<string>();
  const logged: string[] = [];
  const clock = { skewMs: 0 };
  const endpoint = await openS3({
    blobs: await openBlobs(root),
    db,
    homeSecret: Buffer.alloc(32, 7),
    isLive: ({ name }) => !ended.has(name),
    hostNames: [],
    now: () => Date.now() + clock.skewMs,
    log: createLog("warn", (line) => logged.push(line)),
  });
  await endpoint.port.listen(["127.0.0.1"], 0);
  const clients: S3Client[] = [];
  const origin = `http://127.0.0.1:${endpoint.port.number}`;
  return {
    ...endpoint,
    ...{ root, origin, ended, logged, clock },
    client({ accessKey, secret } = people) {
      const client = new S3Client({
        endpoint: origin,
        region: "us-east-1",
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: accessKey, secretAccessKey: secret },
      });
      clients.push(client);
      return client;
    },
    send: (method, url, headers = {}, body) =>
      new Promise((resolve, reject) => {
        // As text: URL would tidy up what is to be sent as it is.
        const path = url.replace(/^http:\/\/[^/]+/, "");
        const options = { host: "127.0.0.1", port: endpoint.port.number, method, path, headers };
        const sent = httpRequest(options, async (response) => {
          let text = "";
          for await (const chunk of response) text += chunk;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
        sent.on("error", reject);
        sent.end(body);
      }),
    async close() {
      for (const client of clients) client.destroy();
      await endpoint.port.close(0);
      db.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

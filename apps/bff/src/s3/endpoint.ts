/** The S3 endpoint with all its parts, as the process opens it: bucket, keys, signed URLs, port. */
import type { Blobs } from "../blobs/blobs.ts";
import type { Log } from "../log.ts";
import type { Port } from "../port.ts";
import type { Database } from "../store/database.ts";
import { type Credentials, type IsLive, openCredentials } from "./credentials.ts";
import { type Links, openLinks } from "./links.ts";
import { type Objects, openObjects } from "./objects/objects.ts";
import { createS3Server } from "./server.ts";
import { openUploads } from "./uploads.ts";

export interface S3Options {
  readonly blobs: Blobs;
  readonly db: Database;
  /** Known to this home alone. */
  readonly homeSecret: Buffer;
  readonly isLive: IsLive;
  readonly hostNames: readonly string[];
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export interface S3Endpoint {
  readonly port: Port;
  readonly objects: Objects;
  readonly credentials: Credentials;
  readonly links: Links;
  /** Also listens where only tasks come in, and takes nothing but their own keys there. */
  listenForTasks(address: string): Promise<void>;
}

/** Not yet listening. */
export async function openS3({ blobs, db, homeSecret, isLive, hostNames, now, log }: S3Options): Promise<S3Endpoint> {
  const taskAddresses = new Set<string>();
  const objects = openObjects(blobs, db);
  const credentials = openCredentials(homeSecret, isLive);
  const port = createS3Server({
    ...{ objects, credentials, hostNames, now, log },
    uploads: await openUploads(objects, now),
    isTaskAddress: (address) => taskAddresses.has(address),
  });
  return {
    port,
    objects,
    credentials,
    links: openLinks(credentials.link, () => port.number, now),
    async listenForTasks(address) {
      taskAddresses.add(address);
      await port.listenAlso(address);
    },
  };
}

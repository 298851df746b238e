/**
 * Whose signatures count, and what each may do.
 *
 * Three kinds of access keys: `minio`, for people's clients, may do everything (that is what Flyte's sandbox
 * configuration has; the endpoint listens on this machine only); a container's own, which reads the bucket and writes
 * where its attempt writes, as long as its execution has not ended; and the one our signed URLs carry.
 * A container's key says in itself what it may do, and its secret is derived from the home's: nothing is kept for it.
 */
import { createHmac } from "node:crypto";
import type { AttemptPaths } from "@skein/engine/command";
import type { TaskKey, Uri } from "@skein/engine/run";
import { bucket } from "../blobs/prefixes.ts";
import { S3Problem } from "./s3-problem.ts";

export interface KeyPair {
  readonly accessKey: string;
  readonly secret: string;
}

export interface Access {
  readonly secret: string;
  readonly mayWrite: (key: string) => boolean;
  /** It stands for whoever has a URL of ours, a page of another site included. */
  readonly isLink: boolean;
}

export interface Credentials {
  /**
   * @param isFromTask the request came in where only tasks come in: they have keys of their own and use no other
   * @throws S3Problem when there is no such key, or it holds no longer
   */
  find(accessKey: string, isFromTask: boolean): Access;
  /** Those of one attempt's container. */
  ofAttempt(key: Pick<TaskKey, "project" | "domain" | "execution">, paths: AttemptPaths): KeyPair;
  /** What our signed URLs are signed with. */
  readonly link: KeyPair;
}

/** Who the attempt's execution is. */
export type IsLive = (execution: {
  readonly project: string;
  readonly domain: string;
  readonly name: string;
}) => boolean;

/** As Flyte's sandbox has it, and so every client's example configuration. */
const people: KeyPair = { accessKey: "minio", secret: "miniostorage" };
const LINK = "skein-link";
const ATTEMPT = "skein.";

/** @param homeSecret known to this home alone */
export function openCredentials(homeSecret: Buffer, isLive: IsLive): Credentials {
  const derive = (accessKey: string) => createHmac("sha256", homeSecret).update(`s3 ${accessKey}`).digest("base64url");

  return {
    link: { accessKey: LINK, secret: derive(LINK) },

    ofAttempt({ project, domain, execution }, { outputPrefix, rawOutputPrefix }) {
      const prefixes = [outputPrefix, rawOutputPrefix].flatMap((uri) => keyOf(uri) ?? []);
      const rights: Rights = [project, domain, execution, ...prefixes];
      const accessKey = ATTEMPT + Buffer.from(JSON.stringify(rights)).toString("base64url");
      return { accessKey, secret: derive(accessKey) };
    },

    find(accessKey, isFromTask) {
      if (accessKey === people.accessKey && isFromTask)
        throw new S3Problem(
          "InvalidAccessKeyId",
          `A task cannot use ${people.accessKey}; it has keys of its own in FLYTE_AWS_ACCESS_KEY_ID and its secret`,
        );
      if (accessKey === people.accessKey) return { secret: people.secret, mayWrite: () => true, isLink: false };
      if (accessKey === LINK) return { secret: derive(LINK), mayWrite: () => true, isLink: true };
      const rights = accessKey.startsWith(ATTEMPT) ? parseRights(accessKey.slice(ATTEMPT.length)) : undefined;
      if (!rights)
        throw new S3Problem(
          "InvalidAccessKeyId",
          `The access key is not known; clients use ${people.accessKey} with ${people.secret}`,
        );
      const [project, domain, name, ...prefixes] = rights;
      if (!isLive({ project, domain, name }))
        throw new S3Problem("AccessDenied", `The execution ${name} has ended, and with it the rights of its tasks`);
      return {
        secret: derive(accessKey),
        mayWrite: (key) => prefixes.some((prefix) => key.startsWith(`${prefix}/`)),
        isLink: false,
      };
    },
  };
}

type Rights = readonly [project: string, domain: string, execution: string, ...prefixes: string[]];

/** What such a key says; whether it is one of ours shows in the signature, which needs the home's secret. */
function parseRights(text: string): Rights | undefined {
  try {
    const given: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(given) || !given.every((each) => typeof each === "string")) return undefined;
    const [project, domain, execution, ...prefixes] = given;
    return project === undefined || domain === undefined || execution === undefined
      ? undefined
      : [project, domain, execution, ...prefixes];
  } catch {
    return undefined;
  }
}

/** The key of a URI in our bucket; what lies elsewhere is no business of this endpoint. */
function keyOf(uri: Uri): string | undefined {
  const top = `s3://${bucket}/`;
  const key = uri.startsWith(top) ? uri.slice(top.length).replace(/\/+$/, "") : "";
  return key === "" ? undefined : key;
}

import type { Uri } from "@skein/engine/run";

/** The one bucket there is: the name flytekit's sandbox configuration expects. */
export const bucket = "my-s3-bucket";
/** Inputs and outputs of nodes go below it. */
export const metadataPrefix: Uri = `s3://${bucket}/metadata/propeller`;
/** Results that are kept for others go below it. */
export const cachePrefix: Uri = `s3://${bucket}/metadata/cache`;
/**
 * Files and other raw data of attempts go below it, unless an execution names another place. Project and domain are
 * part of it, because the names of attempts that the engine puts below are unique only inside one of them.
 */
export const rawOutputPrefix = ({ project, domain }: { readonly project: string; readonly domain: string }): Uri =>
  `s3://${bucket}/data/${project}-${domain}`;

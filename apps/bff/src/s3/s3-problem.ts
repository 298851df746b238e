/** What the S3 endpoint refuses, by S3's own codes: clients decide by the code, people read the message. */
import { Problem, type ProblemKind } from "@skein/spec/problem";
import { BlobPathTaken } from "../blobs/blobs.ts";
import { InvalidBlobUri } from "../blobs/uri.ts";

const statusOf = {
  AccessDenied: 403,
  BadDigest: 400,
  BucketAlreadyOwnedByYou: 409,
  EntityTooLarge: 400,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidURI: 400,
  /** Not of AWS: our keys are places in a file system, where `a` and `a/b` cannot both be objects. */
  KeyInUse: 409,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  NotModified: 304,
  OperationAborted: 409,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  /** MinIO has the same status for it; no client repeats such a request. */
  StorageFull: 507,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3Code = keyof typeof statusOf;

export class S3Problem extends Problem {
  readonly code: S3Code;
  readonly status: number;
  readonly kind: ProblemKind;

  constructor(code: S3Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = statusOf[code];
    this.kind = kindOf(this.status);
  }
}

function kindOf(status: number): ProblemKind {
  if (status === 404) return "notFound";
  if (status === 409) return "conflict";
  if (status === 412 || status === 304) return "precondition";
  return status >= 500 ? "unavailable" : "invalid";
}

/** Whatever was thrown, as an answer; what nobody foresaw is an InternalError whose cause is for the log. */
export function toS3Problem(reason: unknown): S3Problem {
  if (reason instanceof S3Problem) return reason;
  if (reason instanceof BlobPathTaken) return new S3Problem("KeyInUse", reason.message, { cause: reason });
  if (reason instanceof InvalidBlobUri) return new S3Problem("InvalidArgument", reason.message, { cause: reason });
  const code = reason instanceof Error && "code" in reason ? reason.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new S3Problem("StorageFull", "The disk of the home is full; free some space and try again", {
      cause: reason,
    });
  return new S3Problem("InternalError", "Internal error", { cause: reason });
}

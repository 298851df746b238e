/** Whether a claim holds: the signature is of this request, by that key, in time, and covers what it must. */
import { timingSafeEqual } from "node:crypto";
import { S3Problem } from "../s3-problem.ts";
import { canonicalRequest, type Signable, sign, signingKey, stringToSign } from "./canonical.ts";
import type { Claim } from "./claim.ts";

/** How far the clock of a client may be off. */
const MAX_SKEW_MS = 15 * 60_000;

/** What the chunks of a streamed payload are signed with. */
export interface SigningContext extends Pick<Claim, "time" | "scope"> {
  readonly key: Buffer;
  /** The request's own signature, which the first chunk's follows. */
  readonly seed: string;
}

/**
 * @param now UTC milliseconds
 * @throws S3Problem when it does not hold
 */
export function verify(request: Signable, claim: Claim, secret: string, now: number): SigningContext {
  checkTime(claim, now);
  checkCoverage(request, claim);
  const signed =
    claim.kind === "header"
      ? request
      : { ...request, query: request.query.filter(([name]) => name !== "X-Amz-Signature") };
  const key = signingKey(secret, claim.scope);
  const canonical = canonicalRequest(signed, claim.signedHeaders, claim.payload);
  const expected = sign(key, stringToSign(claim.time, claim.scope, canonical));
  if (!isSame(expected, claim.signature))
    throw new S3Problem(
      "SignatureDoesNotMatch",
      "The signature is not the one of this request; check the secret key, and that no proxy changes the request",
    );
  return { key, seed: claim.signature, time: claim.time, scope: claim.scope };
}

function checkTime(claim: Claim, now: number): void {
  if (!claim.time.startsWith(claim.scope.day))
    throw new S3Problem("AccessDenied", "The day of the credential is not the day of the request");
  if (claim.kind === "header") {
    if (Math.abs(now - claim.at) > MAX_SKEW_MS)
      throw new S3Problem("RequestTimeTooSkewed", "The request's time is too far from this server's; set the clock");
  } else if (claim.at - now > MAX_SKEW_MS) throw new S3Problem("AccessDenied", "The URL does not hold yet");
  else if (now >= claim.at + claim.expiresInMs)
    throw new S3Problem("AccessDenied", "Request has expired: ask for a new URL");
}

/** What decides about the request must be signed; what only travels with it need not be. */
function checkCoverage({ headers }: Signable, { signedHeaders }: Claim): void {
  const signed = new Set(signedHeaders);
  const missing = [...headers.keys()].filter((name) => name === "host" || name.startsWith("x-amz-"));
  const unsigned = missing.filter((name) => !signed.has(name));
  if (!headers.has("host")) unsigned.push("host");
  if (unsigned.length > 0)
    throw new S3Problem("AccessDenied", `There were headers present in the request which were not signed: ${unsigned}`);
}

/** In a time that says nothing about where they differ. */
export function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

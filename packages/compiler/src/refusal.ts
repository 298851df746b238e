/**
 * A refusal of an admin check, and the one value check all of them share.
 */
import { type Diagnostic, diagnostic } from "@skein/spec/diagnostic";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type Trail, toPath } from "./trail.ts";

/** The kinds of refusal; upstream has InvalidArgument for all of them. */
export type AdmissionCode =
  | "InvalidIdentifier"
  | "InvalidInput"
  | "InvalidLabel"
  | "InvalidNotification"
  | "InvalidResource"
  | "InvalidSchedule"
  | "MissingField"
  | "MissingInput"
  | "NotSupported"
  | "UnexpectedInput";

/** One refusal; `message` is upstream's sentence, `hint` says it for people. */
export function refusal(code: AdmissionCode, at: Trail, message: string, hint?: string): Diagnostic {
  return diagnostic({ code, path: toPath(at), message, hints: hint ? [{ text: hint }] : [] });
}

const firstSecond = -62135596800n;
const lastSecond = 253402300799n;

/** What is wrong with a literal that is a point in time outside years 1 to 9999; undefined for all others. */
export function findDatetimeProblem({ value }: Literal): string | undefined {
  if (value.case !== "scalar" || value.value.value.case !== "primitive") return undefined;
  const primitive = value.value.value.value.value;
  if (primitive.case !== "datetime") return undefined;
  const { seconds, nanos } = primitive.value;
  if (seconds < firstSecond) return `timestamp (seconds:${seconds} nanos:${nanos}) before 0001-01-01`;
  if (seconds > lastSecond) return `timestamp (seconds:${seconds} nanos:${nanos}) after 9999-12-31`;
  if (nanos < 0 || nanos > 999_999_999) return `timestamp (seconds:${seconds} nanos:${nanos}) has out-of-range nanos`;
  return undefined;
}

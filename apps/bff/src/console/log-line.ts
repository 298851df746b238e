import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { type LogLine, LogLine_Stream, LogLineSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { NumberedLine } from "../runner/log-store.ts";

const NANOS = 1_000_000_000n;

/** A stored line as the console reads it. */
export const logLine = ({ number, atNanos, stream, text }: NumberedLine): LogLine =>
  create(LogLineSchema, {
    number: BigInt(number),
    row: BigInt(number),
    at: create(TimestampSchema, { seconds: atNanos / NANOS, nanos: Number(atNanos % NANOS) }),
    stream: LogLine_Stream[stream],
    text,
  });

import { timestampDate } from "@bufbuild/protobuf/wkt";
import {
  LogLine_Level as Level,
  type LogOrigin,
  type LogScope,
  LogLine_Stream as Stream,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";

const PAGE = 5000;

/** The whole log as a text file, range by range; control sequences stay in, as the task wrote them. */
export async function downloadLog(id: ExecutionId, nodeId: string, attempt: number): Promise<void> {
  const parts: string[] = [];
  for (let start = 0; ; start += PAGE) {
    const range = await consoleApi.getLogRange({
      source: { execution: id, nodeId, attempt },
      start: BigInt(start),
      count: PAGE,
    });
    parts.push(...range.lines.map(({ text }) => `${text}\n`));
    if (range.lines.length < PAGE) break;
  }
  save(parts, `${id.name}-${nodeId}-${attempt + 1}.log`);
}

/** All lines in scope: each after its time and whose it is, or an object a line. */
export async function downloadRunLog(
  id: ExecutionId,
  scope: LogScope,
  nameOf: (origin: LogOrigin) => string,
  format: "text" | "ndjson" = "text",
): Promise<void> {
  const parts: string[] = [];
  for (let start = 0n; ; ) {
    const page = await consoleApi.readLog({ scope, from: { case: "row", value: start }, count: PAGE });
    const names = new Map(page.origins.map((origin) => [origin.number, nameOf(origin)]));
    for (const { at, origin, text, stream, level } of page.lines) {
      const [time, node] = [at ? timestampDate(at).toISOString() : "", names.get(origin) ?? ""];
      const whole = { time, node, stream: Stream[stream], level: Level[level], text };
      parts.push(format === "text" ? `${time} ${node} ${text}\n` : `${JSON.stringify(whole)}\n`);
    }
    start += BigInt(page.lines.length);
    if (page.lines.length === 0 || start >= page.total) break;
  }
  save(parts, `${id.name}.${format === "text" ? "log" : "ndjson"}`);
}

function save(parts: readonly string[], name: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

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
  const url = URL.createObjectURL(new Blob(parts, { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${id.name}-${nodeId}-${attempt + 1}.log`;
  link.click();
  URL.revokeObjectURL(url);
}

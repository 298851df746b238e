import { type JsonValue, toJson } from "@bufbuild/protobuf";
import {
  ExecutionEventSchema,
  type ExecutionView,
  ExecutionViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { notify } from "../../../frame/notices/notices.ts";
import { consoleApi } from "../../../transport.ts";
import { saveFile } from "../../../ui/save-file.ts";
import type { ExecutionId } from "../queries.ts";

/** What the file is, for whoever reads it later. */
const FORMAT = "skein.execution.v1";

/** The execution as one file: what the page shows, and all that happened, as protobuf's JSON. No more than the page has. */
export async function downloadBundle(id: ExecutionId, view: ExecutionView): Promise<void> {
  try {
    const events = await readEvents(id);
    const bundle = { format: FORMAT, execution: toJson(ExecutionViewSchema, view), events };
    const name = `${id.name}.skein.json`;
    saveFile(name, "application/json", `${JSON.stringify(bundle, undefined, 2)}\n`);
    notify({ text: `${name} was given to the browser: the execution and its ${events.length} events` });
  } catch (error) {
    notify({ text: `The bundle of ${id.name} could not be read: ${failureMessage(error)}`, tone: "failure" });
  }
}

async function readEvents(execution: ExecutionId): Promise<JsonValue[]> {
  const events: JsonValue[] = [];
  for (let since = 0n; ; ) {
    const answer = await consoleApi.listEvents({ execution, since });
    events.push(...answer.events.map((event) => toJson(ExecutionEventSchema, event)));
    since = answer.upTo;
    if (!answer.more) return events;
  }
}

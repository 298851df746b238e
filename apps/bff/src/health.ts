/** What /healthz says of each part. */
import type { RunLoop } from "./run-loop/loop.ts";
import type { PartHealth } from "./server.ts";
import type { Database } from "./store/database.ts";

export function healthOf(
  db: Pick<Database, "refusal">,
  loop: Pick<RunLoop, "refusal">,
  isRecovered: boolean,
): readonly PartHealth[] {
  const wait = isRecovered ? undefined : "What was running is being taken up again; wait a moment";
  return [part("store", db.refusal()), part("executions", wait ?? loop.refusal())];
}

const part = (name: string, trouble: string | undefined): PartHealth => ({
  part: name,
  ready: trouble === undefined,
  message: trouble ?? "",
});

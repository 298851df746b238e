import type { Topic, WatchMessage } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "./live-context.ts";
import { topicKey } from "./topic-key.ts";

/** What the server could not carry is asked for again after so long. */
const AGAIN_MS = 5000;

/**
 * Follows a topic while the component is mounted; one that the server gave up is asked for again.
 *
 * @param topic     undefined: nothing yet
 * @param since     the sequence of the data on screen (for a log: the lines held); undefined: from the beginning.
 *                  Read when following starts; later changes do not start it again
 * @param onMessage called in order, at most ten commits a second; a message may come again
 */
export function useTopic(
  topic: Topic | undefined,
  since: bigint | undefined,
  onMessage: (message: WatchMessage) => void,
): void {
  const live = useLive();
  const key = topic && topicKey(topic);
  const [attempt, setAttempt] = useState(0);
  const failing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(failing.current), []);
  const receive = useEffectEvent((message: WatchMessage) => {
    if (message.kind.case === "failed") failing.current = setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    else onMessage(message);
  });
  const start = useEffectEvent(() =>
    topic ? live.follow(topic, since ?? 0n, (message) => receive(message)) : undefined,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the topic, which is made anew by each render
  useEffect(() => start(), [live, key, attempt]);
}

import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Topic, WatchMessage, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";

/** What a message says of its topic, as Watch's oneof. */
export type Delta = Exclude<WatchMessage["kind"], { case: "opened" | "heartbeat" | undefined }> &
  MessageInitShape<typeof WatchMessageSchema>["kind"];

/** What one kind of topic is fed from. Deltas are read when a stream can take them, never pushed. */
export interface Feed {
  /**
   * Calls `changed` whenever there may be something to read, from now on; it may be called too often.
   *
   * @returns what ends it
   * @throws Problem when there is no such thing to follow
   */
  follow(topic: Topic, changed: () => void): () => void;
  /**
   * What happened after `since`, as deltas of whole current rows, and the number up to which that is complete. A
   * `since` of which the feed has not heard yet is of another home: everything happened after it.
   * `more` asks to be read again at once: the rest did not fit one message.
   */
  read(topic: Topic, since: bigint): Promise<Reading> | Reading;
}

interface Reading {
  readonly deltas: readonly Delta[];
  readonly upTo: bigint;
  readonly more?: boolean;
}

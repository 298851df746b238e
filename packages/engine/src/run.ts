/** Milliseconds since 1970, UTC. */
export type Millis = number;
/** A flyte URI of a file or prefix: `s3://my-s3-bucket/metadata/propeller/…`. */
export type Uri = string;
/** Unique node id inside one execution (execution.md §1.2): `n1`, `n1-0-n0`. */
export type NodeKey = string;
/** Identifies a timer inside one execution. */
export type TimerId = string;
/** flyteidl.core.ExecutionError.ErrorKind by name. */
export type ErrorKind = "UNKNOWN" | "USER" | "SYSTEM";

/** One attempt of one node of one execution. */
export interface TaskKey {
  readonly project: string;
  readonly domain: string;
  readonly execution: string;
  readonly node: NodeKey;
  readonly attempt: number;
}

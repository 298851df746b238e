/**
 * What the page and the worker that checks texts say to each other. Everything is plain; messages of the wire travel as
 * bytes. Offsets are UTF-16 code units of the text that was checked, from 0.
 */
import type { Outline } from "../outline/outline.ts";

export interface CheckRequest {
  /** Grows with every request; the answer carries it back. */
  readonly revision: number;
  readonly name: string;
  readonly text: string;
  readonly project: string;
  readonly domain: string;
  readonly rules: "strict" | "flyte-1.16";
}

export type ToChecker =
  | { readonly type: "check"; readonly request: CheckRequest }
  /** Bytes of `LookUpResponse`, to the question of the same number; absent when the server did not answer. */
  | { readonly type: "found"; readonly question: number; readonly bytes: Uint8Array | undefined }
  /** What was looked up may have changed: ask again. */
  | { readonly type: "forget" };

export type FromChecker =
  | { readonly type: "checked"; readonly answer: CheckAnswer }
  /** Bytes of `LookUpRequest`. */
  | { readonly type: "question"; readonly question: number; readonly bytes: Uint8Array };

export interface CheckAnswer {
  readonly revision: number;
  /** In text order. */
  readonly problems: readonly Problem[];
  /** Of each workflow without errors, by name: bytes of `Graph`. */
  readonly graphs: ReadonlyMap<string, Uint8Array>;
  /** Absent while the text is no YAML. */
  readonly outline: Outline | undefined;
  readonly registered: RegisteredNames;
  /** Names that only the server knows, while it has not answered, or cannot be reached. */
  readonly unknown: { readonly state: "none" | "asking" | "unreachable"; readonly names: readonly string[] };
  readonly entities: number;
  readonly durationMs: number;
}

export interface RegisteredNames {
  readonly tasks: readonly string[];
  readonly workflows: readonly string[];
  readonly launchPlans: readonly string[];
}

export interface Problem {
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** The name of the entity it is about; empty when it is about the text. */
  readonly entity: string;
  readonly nodeId: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly col: number;
  readonly hints: readonly ProblemHint[];
}

export interface ProblemHint {
  readonly text: string;
  /** Replaces a piece of the text. */
  readonly edit?: TextEdit;
}

export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Names what is the same problem in two answers. */
export function problemKey({ code, message, line, col }: Problem): string {
  return `${line}:${col} ${code} ${message}`;
}

import type { Breakpoint, Breakpoint_Side as Side } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation } from "@tanstack/react-query";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";

export type { Side };

/** What is wanted of one side of a node: no breakpoint, or one with a condition, which may be empty. */
export interface WantedBreakpoint {
  readonly path: string;
  readonly side: Side;
  /** Undefined: none. */
  readonly condition: string | undefined;
}

export function useSetBreakpoint(execution: ExecutionId) {
  return useMutation({
    mutationFn: async ({ path, side, condition }: WantedBreakpoint) => {
      const breakpoint = { place: { case: "path" as const, value: path }, side, condition: condition ?? "" };
      if (condition === undefined) await consoleApi.clearBreakpoint({ execution, breakpoint });
      else await consoleApi.setBreakpoint({ execution, breakpoint });
    },
  });
}

/** Lets a held node go: on, or by one step. */
export function useLetGo(execution: ExecutionId, nodeId: string) {
  return useMutation({
    mutationFn: async (how: "continue" | "step") => {
      await (how === "step" ? consoleApi.step({ execution, nodeId }) : consoleApi.continue({ execution, nodeId }));
    },
  });
}

/** The breakpoints of a place in the graph, by side. */
export function breakpointsAt(breakpoints: readonly Breakpoint[], path: string): ReadonlyMap<Side, Breakpoint> {
  const here = breakpoints.filter(({ place }) => place.case === "path" && place.value === path);
  return new Map(here.map((each) => [each.side, each]));
}

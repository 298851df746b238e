/** Breakpoints between the engine's form and the wire's; their conditions between data and text. */
import { create, fromJson, toJson } from "@bufbuild/protobuf";
import type { Breakpoint, HoldSide } from "@skein/engine/breakpoint";
import { parseInputCondition } from "@skein/spec/authoring/input-condition";
import { formatCondition } from "@skein/spec/format-condition";
import { BooleanExpressionSchema } from "@skein/spec/gen/flyteidl/core/condition_pb";
import {
  BreakpointSchema,
  type Breakpoint as Message,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import type { Drawn } from "./closure.ts";
import { inputTypesOf } from "./input-types.ts";

class InvalidBreakpoint extends Problem {
  readonly kind = "invalid";
}

/** @param pathOf where a node of the execution stands; undefined while it has not begun */
export function readBreakpoint(
  message: Message | undefined,
  drawn: Drawn,
  pathOf: (nodeId: string) => string | undefined,
): Breakpoint {
  if (!message) throw new InvalidBreakpoint("The request names no breakpoint");
  const { where, when } = readPlace(message);
  const path = where.kind === "path" ? where.path : pathOf(where.node);
  const node = path === undefined ? undefined : drawn.nodes.get(path);
  if (where.kind === "path" && !node)
    throw new InvalidBreakpoint(`${where.path} is no node of this workflow; choose one of its graph`);
  const condition = message.condition.trim();
  if (condition === "") return { where, when };
  if (path === undefined)
    throw new InvalidBreakpoint(
      "The inputs of a node that has not begun are known by its path; set the breakpoint there",
    );
  const expression = parseInputCondition(condition, inputTypesOf(drawn, path));
  return { where, when, condition: toJson(BooleanExpressionSchema, expression) };
}

/** The identity of a breakpoint, without its condition. */
export function readPlace(message: Message | undefined): Pick<Breakpoint, "where" | "when"> {
  const place = message?.place;
  if (!message || !place?.case || place.value === "")
    throw new InvalidBreakpoint("A breakpoint needs a place: the path of a node in the graph, or a node's id");
  if (message.side === Side.SIDE_UNSPECIFIED)
    throw new InvalidBreakpoint("A breakpoint is before a node or after it; say which");
  const when = message.side === Side.AFTER ? "after" : "before";
  return place.case === "path"
    ? { where: { kind: "path", path: place.value }, when }
    : { where: { kind: "node", node: place.value }, when };
}

export function breakpointMessage({ where, when, condition }: Breakpoint): Message {
  const text = condition === undefined ? "" : formatCondition(fromJson(BooleanExpressionSchema, condition));
  return create(BreakpointSchema, {
    place: where.kind === "path" ? { case: "path", value: where.path } : { case: "nodeId", value: where.node },
    side: sideOf(when),
    condition: text,
  });
}

export function sideOf(when: HoldSide | ""): Side {
  switch (when) {
    case "before":
      return Side.BEFORE;
    case "after":
      return Side.AFTER;
    case "":
      return Side.SIDE_UNSPECIFIED;
  }
}

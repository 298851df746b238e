import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  NodeExecution_Phase as Node,
  NodeExecution_PhaseSchema,
  TaskExecution_PhaseSchema,
  WorkflowExecution_PhaseSchema,
} from "./gen/flyteidl/core/execution_pb.js";
import { nodePhases, taskPhases, workflowPhases } from "./phase.ts";

describe.each([
  ["workflow", workflowPhases, WorkflowExecution_PhaseSchema, ["SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]],
  [
    "node",
    nodePhases,
    NodeExecution_PhaseSchema,
    ["SUCCEEDED", "FAILED", "ABORTED", "SKIPPED", "TIMED_OUT", "RECOVERED"],
  ],
  ["task", taskPhases, TaskExecution_PhaseSchema, ["SUCCEEDED", "ABORTED", "FAILED", "RETRYABLE_FAILED"]],
] as const)("%s phases", (_, phases, schema, terminal) => {
  it("are those of the proto, by name and number", () => {
    const wanted = schema.values.map((each) => [each.name, each.number]);
    expect(phases.all.map((phase) => [phases.format(phase), phase])).toEqual(wanted);
    for (const [name, number] of wanted) expect(phases.parse(String(name))).toBe(number);
    expect(phases.parse("Running")).toBeUndefined();
  });

  it("end in upstream's terminal phases", () => {
    const names = phases.all.filter((phase) => phases.isTerminal(phase)).map((phase) => phases.format(phase));
    expect(names.sort()).toEqual([...terminal].sort());
    expect(phases.terminal.size).toBe(terminal.length);
  });

  it("have words for people, each its own", () => {
    expect(new Set(phases.all.map((phase) => phases.describe(phase))).size).toBe(phases.all.length);
  });

  it("read a number newer than the protos as UNDEFINED", () => {
    expect(phases.format(77)).toBe("UNDEFINED");
    expect(phases.isTerminal(77)).toBe(false);
  });
});

describe("merging", () => {
  it.each([
    [[], Node.UNDEFINED],
    [[Node.SUCCEEDED, Node.SKIPPED], Node.SUCCEEDED],
    [[Node.SUCCEEDED, Node.RUNNING, Node.QUEUED], Node.RUNNING],
    [[Node.SUCCEEDED, Node.QUEUED], Node.QUEUED],
    [[Node.RUNNING, Node.FAILED], Node.FAILED],
    [[Node.ABORTED, Node.FAILED, Node.TIMED_OUT], Node.FAILED],
    [[Node.RECOVERED, Node.SUCCEEDED], Node.SUCCEEDED],
  ])("%j stand for %j", (several, one) => {
    expect(nodePhases.merge(several)).toBe(one);
  });

  test("order does not count, and the result is one of those given", () => {
    const some = fc.array(fc.constantFrom(...nodePhases.all), { minLength: 1 });
    fc.assert(
      fc.property(some, (several) => {
        const merged = nodePhases.merge(several);
        expect(several).toContain(merged);
        expect(nodePhases.merge(several.toReversed())).toBe(merged);
      }),
    );
  });
});

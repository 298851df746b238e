import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { IdentifierSchema, ResourceType, TaskExecutionIdentifierSchema } from "./gen/flyteidl/core/identifier_pb.js";
import * as ids from "./identifier.ts";

const { TASK, WORKFLOW, LAUNCH_PLAN, UNSPECIFIED } = ResourceType;
const part = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
const task = create(IdentifierSchema, { resourceType: TASK, project: "p", domain: "d", name: "n", version: "v" });

describe("entities", () => {
  test("text is read back as the same identifier", () => {
    const type = fc.constantFrom(TASK, WORKFLOW, LAUNCH_PLAN);
    fc.assert(
      fc.property(type, part, part, part, part, (resourceType, project, domain, name, version) => {
        const id = create(IdentifierSchema, { resourceType, project, domain, name, version });
        expect(ids.formatIdentifier(id)).toBe(`${project}:${domain}:${name}:${version}`);
        expect(ids.equalIdentifiers(ids.parseIdentifier(ids.formatIdentifier(id), resourceType), id)).toBe(true);
      }),
    );
  });

  test("keys are equal exactly if the identifiers are, whatever their parts hold", () => {
    const odd = fc.stringMatching(/^[a%:]{0,3}$/);
    const any = fc.tuple(fc.constantFrom(TASK, WORKFLOW), odd, odd, odd, odd, odd).map(([resourceType, ...parts]) => {
      const [project, domain, name, version, org] = parts;
      return create(IdentifierSchema, { resourceType, project, domain, name, version, org });
    });
    fc.assert(
      fc.property(any, any, (left, right) => {
        expect(ids.identifierKey(left) === ids.identifierKey(right)).toBe(ids.equalIdentifiers(left, right));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the resource type in the key", () => {
    expect(ids.identifierKey(task)).toBe("TASK:p:d:n:v");
    expect(ids.identifierKey({ ...task, resourceType: WORKFLOW })).toBe("WORKFLOW:p:d:n:v");
    expect(ids.identifierKey({ ...task, org: "o" })).toBe("TASK:p:d:n:v:o");
  });

  it("lets a name hold colons, and formats what is absent", () => {
    expect(ids.parseIdentifier("p:d:a:b:v", TASK)).toMatchObject({ name: "a:b", version: "v" });
    expect(ids.formatIdentifier(undefined)).toBe(":::");
  });

  it.each(["", "p", "p:d:n", ":d:n:v", "p:d::v", "p:d:n:"])("refuses %j and says what to write", (text) => {
    expect(() => ids.parseIdentifier(text, LAUNCH_PLAN)).toThrow(ids.InvalidIdentifier);
    expect(() => ids.parseIdentifier(text, LAUNCH_PLAN)).toThrow(
      "launch plan identifier; write project:domain:name:version",
    );
  });

  it.each([
    [{}, undefined],
    [{ resourceType: UNSPECIFIED }, "resource_type"],
    [{ project: "", version: "" }, "project"],
    [{ version: "" }, "version"],
  ] as const)("finds what is missing with %j", (change, missing) => {
    expect(ids.findMissingPart({ ...task, ...change })).toBe(missing);
  });

  it("names resource types for protos and for people", () => {
    expect(ids.formatResourceType(LAUNCH_PLAN)).toBe("LAUNCH_PLAN");
    expect(ids.describeResourceType(LAUNCH_PLAN)).toBe("launch plan");
  });
});

describe("executions", () => {
  test("all three kinds of text are read back", () => {
    fc.assert(
      fc.property(part, part, part, part, fc.nat(1000), (project, domain, name, nodeId, retryAttempt) => {
        const id = create(TaskExecutionIdentifierSchema, {
          taskId: task,
          nodeExecutionId: { nodeId, executionId: { project, domain, name } },
          retryAttempt,
        });
        const again = ids.parseTaskExecutionId(ids.formatTaskExecutionId(id));
        expect(ids.equalTaskExecutionIds(again, id)).toBe(true);
        expect(again).toEqual(id);
        const node = ids.parseNodeExecutionId(`${project}:${domain}:${name}:${nodeId}`);
        expect(id.nodeExecutionId && ids.equalNodeExecutionIds(node, id.nodeExecutionId)).toBe(true);
        const execution = ids.parseExecutionId(ids.formatExecutionId(node.executionId));
        expect(node.executionId && ids.equalExecutionIds(execution, node.executionId)).toBe(true);
      }),
    );
  });

  it.each(["", "p:d", "p:d:e:n", "p::e"])("refuses %j as an execution", (text) => {
    expect(() => ids.parseExecutionId(text)).toThrow("write project:domain:name");
  });

  it.each(["p:d:e", "p:d:e:n:0", "p:d:e:"])("refuses %j as a node execution", (text) => {
    expect(() => ids.parseNodeExecutionId(text)).toThrow("write project:domain:execution:node");
  });

  it.each(["p:d:e:n:0", "p:d:e:n:x@p:d:n:v", "p:d:e:n@p:d:n:v", "p:d:e:n:0@p:d:n"])(
    "refuses %j as a task execution",
    (text) => {
      expect(() => ids.parseTaskExecutionId(text)).toThrow(ids.InvalidIdentifier);
    },
  );
});

describe("execution names", () => {
  it.each(["f", "f1", "a-b-c", "UPPER", "x".repeat(63)])("%j may be used", (name) => {
    expect(ids.findExecutionNameProblem(name)).toBeUndefined();
  });

  it.each(["", "1a", "-a", "a_b", "a.b", "ä", "a b", "x".repeat(64)])("%j may not, with words", (name) => {
    expect(ids.findExecutionNameProblem(name)).toMatch(/use (only|at most)/);
  });
});

describe("what an entity can be registered under", () => {
  const id = { resourceType: ids.parseIdentifier("p:d:n:v", 1).resourceType, project: "p", domain: "d" };

  it.each([
    ["a.b-c_d", "v1"],
    ["ä b/c:d", "Zm9v_-=="],
    ["🙂".repeat(255), "v"],
  ])("%j in version %j", (name, version) => {
    expect(ids.describeUnfitFields({ ...id, name, version })).toEqual([]);
  });

  it("is not too long and has nothing that nobody sees", () => {
    expect(ids.describeUnfitFields({ ...id, name: "n".repeat(256), version: "v\u0000\u0085" })).toEqual([
      `The name "${"n".repeat(40)}…" has 256 characters; at most 255 are taken`,
      'The version "v\\u0000\u0085" holds a control character; leave it out',
    ]);
  });
});

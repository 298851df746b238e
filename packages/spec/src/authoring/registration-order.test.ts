import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LaunchPlanSpecSchema } from "../gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "../gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "../gen/flyteidl/admin/workflow_pb.js";
import { IdentifierSchema, ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import type { SpecEntity } from "../spec-entity.ts";
import { allNodes, fillIdentifiers } from "./fill-identifiers.ts";
import { inRegistrationOrder } from "./registration-order.ts";

const id = (resourceType: ResourceType, name: string) =>
  create(IdentifierSchema, { resourceType, name, project: "p", domain: "d", version: "v" });

const task = (name: string): SpecEntity => {
  const own = id(ResourceType.TASK, name);
  return { kind: "task", id: own, spec: create(TaskSpecSchema, { template: { id: own } }) };
};
const plan = (name: string, of: string): SpecEntity => ({
  kind: "launchPlan",
  id: id(ResourceType.LAUNCH_PLAN, name),
  spec: create(LaunchPlanSpecSchema, { workflowId: id(ResourceType.WORKFLOW, of) }),
});
/** A workflow whose first node is a branch, so that what is inside counts too. */
const workflow = (name: string, uses: { subWorkflows?: string[]; plans?: string[] }): SpecEntity => {
  const own = id(ResourceType.WORKFLOW, name);
  const subWorkflow = (each: string) => ({
    id: each,
    target: {
      case: "workflowNode",
      value: { reference: { case: "subWorkflowRef", value: id(ResourceType.WORKFLOW, each) } },
    } as const,
  });
  const launch = (each: string) => ({
    id: each,
    target: {
      case: "workflowNode",
      value: { reference: { case: "launchplanRef", value: id(ResourceType.LAUNCH_PLAN, each) } },
    } as const,
  });
  const [first, ...others] = uses.subWorkflows ?? [];
  const branch = first
    ? [
        {
          id: "b",
          target: { case: "branchNode", value: { ifElse: { case: { thenNode: subWorkflow(first) } } } } as const,
        },
      ]
    : [];
  const nodes = [...branch, ...others.map(subWorkflow), ...(uses.plans ?? []).map(launch)];
  return { kind: "workflow", id: own, spec: create(WorkflowSpecSchema, { template: { id: own, nodes } }) };
};
const order = (...entities: SpecEntity[]) =>
  inRegistrationOrder(entities)
    .map((each) => each.id.name)
    .join(" ");

test("tasks come first, a workflow after what it uses, a plan after its workflow", () => {
  const top = workflow("top", { subWorkflows: ["low"], plans: ["nightly"] });
  expect(
    order(plan("last", "top"), top, plan("nightly", "other"), workflow("other", {}), workflow("low", {}), task("t")),
  ).toBe("t other nightly low top last");
});

test("what does not depend on each other keeps its order", () => {
  expect(order(workflow("b", {}), workflow("a", {}), task("z"), task("y"))).toBe("z y b a");
});

test("a circle does not hang it, and nothing is lost", () => {
  expect(order(workflow("a", { subWorkflows: ["b"] }), workflow("b", { subWorkflows: ["a"] }))).toBe("b a");
});

test("a chain of a thousand sub-workflows is no deep recursion", () => {
  const chain = Array.from({ length: 1000 }, (_, index) =>
    workflow(`w${index}`, { subWorkflows: index < 999 ? [`w${index + 1}`] : [] }),
  );
  expect(inRegistrationOrder(chain)[0]?.id.name).toBe("w999");
});

test("any order of giving ends in an order where nothing is used before it is there", () => {
  const entities = [
    task("t"),
    workflow("a", { subWorkflows: ["b", "c"], plans: ["q"] }),
    workflow("b", { plans: ["p"] }),
    workflow("c", {}),
    plan("p", "c"),
    plan("q", "b"),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(entities, { minLength: entities.length }), (shuffled) => {
      const names = inRegistrationOrder(shuffled).map((each) => each.id.name);
      expect([...names].sort()).toEqual(["a", "b", "c", "p", "q", "t"]);
      for (const [before, after] of [
        ["t", "a"],
        ["c", "p"],
        ["p", "b"],
        ["b", "q"],
        ["q", "a"],
      ] as const) {
        expect(names.indexOf(before)).toBeLessThan(names.indexOf(after));
      }
    }),
  );
});

test("identifiers are filled where they are open, inside branches too, and left alone elsewhere", () => {
  const entity = workflow("w", { subWorkflows: ["low"], plans: ["p"] });
  if (entity.kind !== "workflow") throw new Error("expected a workflow");
  for (const node of allNodes(entity.spec.template)) {
    const { target } = node;
    if (target.case !== "workflowNode" || !target.value.reference.value) continue;
    target.value.reference.value.version = "{{ registration.version }}";
    target.value.reference.value.project = "";
    target.value.reference.value.resourceType = ResourceType.UNSPECIFIED;
  }
  fillIdentifiers(entity, { project: "mine", domain: "development", version: "v9" });
  const references = allNodes(entity.spec.template).flatMap(({ target }) =>
    target.case === "workflowNode" ? [target.value.reference.value] : [],
  );
  expect(references.map((each) => [each?.resourceType, each?.project, each?.domain, each?.version])).toEqual([
    [ResourceType.LAUNCH_PLAN, "mine", "d", "v9"],
    [ResourceType.WORKFLOW, "mine", "d", "v9"],
  ]);
  expect(entity.id).toMatchObject({ project: "p", domain: "d", version: "v" });
});

import { clone, create, equals } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { formatCanonical, isCanonicalDocument, readCanonical } from "./canonical.ts";
import { LaunchPlanSpecSchema } from "./gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "./gen/flyteidl/admin/workflow_pb.js";
import { IdentifierSchema, ResourceType } from "./gen/flyteidl/core/identifier_pb.js";
import { type PlainObject, type PlainValue, parsePlainJson } from "./plain-json.ts";
import type { SpecEntity } from "./spec-entity.ts";

const fullId = { project: "p", domain: "d", name: "n", version: "v" };
const task = (over: PlainObject = {}, template: PlainObject = {}): PlainObject => ({
  kind: "TaskSpec",
  id: fullId,
  template: { type: "container", ...template },
  ...over,
});
const found = (document: PlainValue) =>
  readCanonical(document).diagnostics.map(({ code, path, message }) => [code, path.join("."), message] as const);

describe("reading", () => {
  it.each([
    "TaskSpec",
    "task",
    "Task",
    "task_spec",
    "flyteidl.admin.TaskSpec",
    "type.googleapis.com/flyteidl.admin.TaskSpec",
  ])("takes %s for a task", (kind) => {
    const { entity, diagnostics } = readCanonical(task({ kind }));
    expect(diagnostics).toEqual([]);
    expect(entity?.kind).toBe("task");
  });

  it("takes snake case and camel case, @type, and the spec under its own key", () => {
    const snake = task({}, { task_type_version: 3n, metadata: { cache_serializable: true } });
    const camel = {
      "@type": "flyteidl.admin.TaskSpec",
      id: fullId,
      spec: { template: { type: "container", taskTypeVersion: 3n, metadata: { cacheSerializable: true } } },
    };
    expect(readCanonical(camel)).toEqual(readCanonical(snake));
    expect(readCanonical(snake).entity).toMatchObject({
      kind: "task",
      id: { resourceType: ResourceType.TASK, ...fullId },
      spec: {
        template: {
          id: { resourceType: ResourceType.TASK, ...fullId },
          taskTypeVersion: 3,
          metadata: { cacheSerializable: true },
        },
      },
    });
  });

  it.each([
    ["p:d:n:v", fullId],
    ["n", { project: "", domain: "", name: "n", version: "" }],
    [
      { name: "n", resource_type: "TASK" },
      { project: "", domain: "", name: "n", version: "" },
    ],
  ])("takes %j for an id; what it lacks is filled in later", (id, parts) => {
    expect(readCanonical(task({ id })).entity?.id).toMatchObject(parts);
  });

  it("takes the template's own id, and fills each from the other", () => {
    const { entity } = readCanonical({
      kind: "task",
      id: { version: "v2" },
      template: { id: { name: "inner" }, type: "t" },
    });
    expect(entity?.id).toMatchObject({ name: "inner", version: "v2" });
  });

  it("reads workflows and launch plans", () => {
    const workflow = {
      kind: "workflow",
      id: "p:d:n:v",
      template: { nodes: [{ id: "n0", task_node: { reference_id: fullId } }] },
    };
    expect(readCanonical(workflow)).toMatchObject({
      diagnostics: [],
      entity: { kind: "workflow", spec: { template: { nodes: [{ id: "n0" }] } } },
    });
    const plan = { kind: "LaunchPlan", id: fullId, spec: { workflow_id: fullId, max_parallelism: 5n } };
    expect(readCanonical(plan)).toMatchObject({
      diagnostics: [],
      entity: { kind: "launchPlan", spec: { maxParallelism: 5 } },
    });
    const inline = { kind: "LaunchPlanSpec", id: fullId, workflowId: fullId };
    expect(readCanonical(inline)).toMatchObject({ diagnostics: [], entity: { kind: "launchPlan" } });
  });

  it("keeps 64-bit integers exact", () => {
    const scalar = (integer: PlainValue) => ({ scalar: { primitive: { integer } } });
    const document = (integer: PlainValue) => ({
      kind: "launch_plan",
      id: fullId,
      spec: { fixed_inputs: { literals: { a: scalar(integer) } } },
    });
    for (const integer of [9223372036854775807n, "9223372036854775807"]) {
      expect(readCanonical(document(integer)).entity).toMatchObject({
        spec: {
          fixedInputs: {
            literals: { a: { value: { value: { value: { value: { value: { value: 9223372036854775807n } } } } } } },
          },
        },
      });
    }
    expect(found(document(2n ** 63n))[0]?.[2]).toContain("out of range");
  });

  it("reads durations in any form, timestamps and structs", () => {
    const { entity, diagnostics } = readCanonical(
      task({}, { metadata: { timeout: "1h30m" }, custom: { n: 1n, deep: [{ x: null }] } }),
    );
    expect(diagnostics).toEqual([]);
    expect(entity).toMatchObject({
      spec: { template: { metadata: { timeout: { seconds: 5400n } }, custom: { n: 1, deep: [{ x: null }] } } },
    });
  });

  it("tells canonical documents from others", () => {
    expect(isCanonicalDocument(task())).toBe(true);
    expect(isCanonicalDocument({ "@type": "x" })).toBe(true);
    expect(isCanonicalDocument({ tasks: {} })).toBe(false);
    expect(isCanonicalDocument([])).toBe(false);
  });
});

describe("findings", () => {
  it("name every place, with what was meant", () => {
    const document = task(
      {},
      {
        typ: "x",
        metadata: { discoverabel: true, retries: 3n, timeout: "soon" },
        container: { image: 3n, command: "sh", resources: { limits: [{ name: "cpu", value: "1" }] } },
        config: [1n],
      },
    );
    expect(found(document)).toEqual([
      ["UnknownKey", "template.typ", 'TaskTemplate has no field "typ". Did you mean "type"?'],
      ["UnknownKey", "template.metadata.discoverabel", expect.stringContaining('Did you mean "discoverable"?')],
      ["WrongKind", "template.metadata.retries", "Expected an object (RetryStrategy), not 3"],
      ["WrongKind", "template.metadata.timeout", expect.stringContaining("Expected a duration")],
      ["WrongKind", "template.container.image", 'Expected text, not 3; quote it: "3"'],
      ["WrongKind", "template.container.command", '"command" is a list, not the text "sh"'],
      ["InvalidValue", "template.container.resources.limits.0.name", expect.stringContaining('Did you mean "CPU"?')],
      ["WrongKind", "template.config", '"config" is a map, not a list'],
    ]);
  });

  it.each([
    [[], "WrongKind", "", "A canonical document is an object"],
    [{ id: fullId }, "ValueRequired", "", "does not say what it is"],
    [{ kind: "TaskSpek" }, "InvalidValue", "kind", 'Did you mean "TaskSpec"?'],
    [{ kind: "Pod" }, "InvalidValue", "kind", "Write one of TaskSpec, WorkflowSpec, LaunchPlan"],
    [{ kind: 3n }, "InvalidValue", "kind", "3 is not a kind"],
    [{ kind: "task", id: "n" }, "ValueRequired", "", "has no template"],
    [{ kind: "task", template: {} }, "ValueRequired", "", "has no id"],
    [{ kind: "task", id: {}, template: {} }, "ValueRequired", "id", "has no id"],
    [{ kind: "task", id: "a:b", template: {} }, "InvalidValue", "id", "is not an identifier"],
    [{ kind: "task", id: "n", template: { id: { name: "m" } } }, "ConflictingKeys", "id", "different names"],
    [{ kind: "task", id: { name: "n", resourceType: "WORKFLOW" }, template: {} }, "InvalidValue", "id", "not WORKFLOW"],
    [{ kind: "task", id: "n", spec: {}, extra: 1n }, "UnknownKey", "extra", 'beside "spec"'],
    [
      { kind: "task", id: "n", template: { container: {}, sql: {} } },
      "ConflictingKeys",
      "template.sql",
      "exclude each other",
    ],
    [
      { kind: "task", id: "n", template: { security_context: {}, securityContext: {} } },
      "ConflictingKeys",
      "template.securityContext",
      "exclude",
    ],
    [
      { kind: "task", id: "n", template: { custom: { a: 2n ** 60n + 1n } } },
      "InvalidValue",
      "template.custom.a",
      "as text",
    ],
  ] as const)("document %#: %s at %j", (document, code, path, words) => {
    expect(found(document)[0]).toEqual([code, path, expect.stringContaining(words)]);
    expect(readCanonical(document).entity).toBeUndefined();
  });

  it("gives words instead of an overflow for endless nesting", () => {
    let type: PlainValue = { simple: "INTEGER" };
    for (let depth = 0; depth < 5000; depth++) type = { collection_type: type };
    const document = task({}, { interface: { inputs: { variables: { a: { type } } } } });
    expect(found(document)[0]?.[0]).toBe("DepthLimit");
    let json: PlainValue = 1n;
    for (let depth = 0; depth < 5000; depth++) json = [json];
    expect(found(task({}, { custom: { json } }))[0]?.[0]).toBe("DepthLimit");
  });
});

test("no document makes it throw, and every path begins in the document", () => {
  const key = fc.constantFrom(
    "kind",
    "id",
    "template",
    "spec",
    "metadata",
    "nodes",
    "custom",
    "container",
    "interface",
    "x",
  );
  const value = fc.letrec<{ value: PlainValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<PlainValue>(null, true, 1n, 1.5, "task", "n", Number.NaN),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const kind = fc.constantFrom("TaskSpec", "WorkflowSpec", "LaunchPlan");
  fc.assert(
    fc.property(value, kind, (value, kind) => {
      for (const document of [value, { kind, id: "n", template: value }, { kind, id: value, spec: value }]) {
        const { entity, diagnostics } = readCanonical(document);
        expect(entity === undefined).toBe(diagnostics.length > 0);
        for (const { path } of diagnostics) {
          if (path[0] !== undefined) expect(Object.keys(Object(document))).toContain(String(path[0]));
        }
      }
    }),
    { numRuns: 300 },
  );
});

describe("writing", () => {
  const id = (resourceType: ResourceType) => create(IdentifierSchema, { resourceType, ...fullId });
  const entities: SpecEntity[] = [
    {
      kind: "task",
      id: id(ResourceType.TASK),
      spec: create(TaskSpecSchema, {
        template: {
          id: id(ResourceType.TASK),
          type: "container",
          config: { b: "2", a: "1" },
          custom: { z: 1, a: [null, true] },
          metadata: { timeout: { seconds: 5n, nanos: 5 } },
          target: { case: "container", value: { image: "busybox", env: [{ key: "A", value: "b" }] } },
        },
      }),
    },
    {
      kind: "workflow",
      id: id(ResourceType.WORKFLOW),
      spec: create(WorkflowSpecSchema, { template: { id: id(ResourceType.WORKFLOW), nodes: [{ id: "n0" }] } }),
    },
    {
      kind: "launchPlan",
      id: id(ResourceType.LAUNCH_PLAN),
      spec: create(LaunchPlanSpecSchema, { workflowId: id(ResourceType.WORKFLOW), labels: { values: { a: "b" } } }),
    },
  ];

  it.each(entities)("a $kind is read back as it was", (entity) => {
    const text = JSON.stringify(formatCanonical(entity));
    const { entity: again, diagnostics } = readCanonical(parsePlainJson(text).value ?? null);
    expect(diagnostics).toEqual([]);
    expect(again).toEqual(entity);
  });

  it("writes keys in an order that does not depend on how maps were filled", () => {
    const [entity] = entities;
    if (entity?.kind !== "task") throw new Error("the first is a task");
    const other = clone(TaskSpecSchema, entity.spec);
    if (other.template) other.template.config = { a: "1", b: "2" };
    expect(equals(TaskSpecSchema, other, entity.spec)).toBe(true);
    expect(JSON.stringify(formatCanonical({ ...entity, spec: other }))).toBe(JSON.stringify(formatCanonical(entity)));
    expect(Object.keys(formatCanonical(entity))).toEqual(["kind", "id", "template"]);
  });
});

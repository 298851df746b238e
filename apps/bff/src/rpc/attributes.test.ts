import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { MatchableResource, MatchingAttributesSchema } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { describe, expect, test } from "vitest";
import { attributeConfigOf, attributeResourcesOf } from "../admin/attribute-effects.ts";
import { findExecution } from "../store/executions.ts";
import { type AdminUnderTest, adminUnderTest, refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { int, launchPlanId, sumLaunchPlan, taskId } from "./testing/specs.ts";

const project = "flytesnacks";
const domain = "development";
const workflow = "sum";
const CONFIG = MatchableResource.WORKFLOW_EXECUTION_CONFIG;

type Target = Exclude<MessageInitShape<typeof MatchingAttributesSchema>["target"], undefined>;
const matching = (target: Target) => create(MatchingAttributesSchema, { target });
const parallel = (maxParallelism: number) => matching({ case: "workflowExecutionConfig", value: { maxParallelism } });

/** All kinds: what can be set, under the number it is got by. */
const kinds: readonly (readonly [MatchableResource, Target])[] = [
  [MatchableResource.TASK_RESOURCE, { case: "taskResourceAttributes", value: { defaults: { cpu: "500m" } } }],
  [MatchableResource.CLUSTER_RESOURCE, { case: "clusterResourceAttributes", value: { attributes: { a: "b" } } }],
  [MatchableResource.EXECUTION_QUEUE, { case: "executionQueueAttributes", value: { tags: ["gpu"] } }],
  [MatchableResource.EXECUTION_CLUSTER_LABEL, { case: "executionClusterLabel", value: { value: "x" } }],
  [
    MatchableResource.QUALITY_OF_SERVICE_SPECIFICATION,
    { case: "qualityOfService", value: { designation: { case: "tier", value: 1 } } },
  ],
  [MatchableResource.PLUGIN_OVERRIDE, { case: "pluginOverrides", value: { overrides: [{ taskType: "python" }] } }],
  [CONFIG, { case: "workflowExecutionConfig", value: { maxParallelism: 9 } }],
  [MatchableResource.CLUSTER_ASSIGNMENT, { case: "clusterAssignment", value: { clusterPoolName: "pool" } }],
];

describe("§2.9 every kind", () => {
  test.each(kinds)("%i is kept, read, listed and deleted at each level", async (resourceType, target) => {
    const { client } = adminUnderTest();
    const attributes = { project, domain, workflow, matchingAttributes: matching(target) };
    await client.updateWorkflowAttributes({ attributes });
    const named = { project, domain, workflow, resourceType };
    expect((await client.getWorkflowAttributes(named)).attributes).toMatchObject(attributes);
    expect(await refusal(client.getProjectDomainAttributes(named))).toContain("NotFound");

    await client.updateProjectDomainAttributes({ attributes });
    expect((await client.getProjectDomainAttributes(named)).attributes).toMatchObject({ project, domain });

    await client.updateProjectAttributes({ attributes });
    const { configurations } = await client.listMatchableAttributes({ resourceType });
    expect(configurations.map((each) => [each.project, each.domain, each.workflow])).toEqual([
      [project, domain, workflow],
      [project, domain, ""],
      [project, "", ""],
    ]);
    await client.deleteWorkflowAttributes(named);
    await client.deleteProjectDomainAttributes(named);
    await client.deleteProjectAttributes(named);
    await client.deleteProjectAttributes(named); // again, as upstream
    expect((await client.listMatchableAttributes({ resourceType })).configurations).toEqual([]);
  });

  test("Get answers with the narrowest that holds there, and names where that stands", async () => {
    const { client } = adminUnderTest();
    await client.updateProjectAttributes({ attributes: { project, matchingAttributes: parallel(3) } });
    const named = { project, domain, workflow, resourceType: CONFIG };
    expect((await client.getWorkflowAttributes(named)).attributes).toMatchObject({ domain: "", workflow: "" });
    await client.updateProjectDomainAttributes({ attributes: { project, domain, matchingAttributes: parallel(2) } });
    const found = await client.getWorkflowAttributes(named);
    expect(found.attributes).toMatchObject({ domain, workflow: "", matchingAttributes: parallel(2) });
    const elsewhere = await client.getWorkflowAttributes({ ...named, domain: "staging" });
    expect(elsewhere.attributes?.matchingAttributes).toEqual(parallel(3));
  });

  test("an update replaces, but of plugin overrides only those of the same task type", async () => {
    const { client } = adminUnderTest();
    const overrides = (...types: (readonly [string, string])[]) =>
      matching({
        case: "pluginOverrides",
        value: { overrides: types.map(([taskType, id]) => ({ taskType, pluginId: [id] })) },
      });
    const set = (matchingAttributes: ReturnType<typeof matching>) =>
      client.updateProjectAttributes({ attributes: { project, matchingAttributes } });
    await set(overrides(["a", "1"], ["b", "1"]));
    await set(overrides(["b", "2"], ["c", "2"]));
    const named = { project, resourceType: MatchableResource.PLUGIN_OVERRIDE };
    expect((await client.getProjectAttributes(named)).attributes?.matchingAttributes).toEqual(
      overrides(["a", "1"], ["b", "2"], ["c", "2"]),
    );
    await set(parallel(1));
    await set(parallel(2));
    const config = await client.getProjectAttributes({ project, resourceType: CONFIG });
    expect(config.attributes?.matchingAttributes).toEqual(parallel(2));
  });
});

describe("§2.9 GetProjectAttributes", () => {
  test("answers what executions run with even where nothing is set", async () => {
    const { client } = adminUnderTest();
    const read = async () => (await client.getProjectAttributes({ project, resourceType: CONFIG })).attributes;
    expect(await read()).toMatchObject({ project, matchingAttributes: parallel(25) });
    const interruptible = matching({ case: "workflowExecutionConfig", value: { interruptible: true } });
    await client.updateProjectAttributes({ attributes: { project, matchingAttributes: interruptible } });
    const both = { maxParallelism: 25, interruptible: true };
    expect((await read())?.matchingAttributes).toEqual(matching({ case: "workflowExecutionConfig", value: both }));
  });
});

describe("§2.9 refusals", () => {
  const newerKind: number = 99;
  const good = { project, domain, workflow, matchingAttributes: parallel(1) };
  test.each<[string, (admin: AdminUnderTest) => Promise<unknown>, string]>([
    ["nothing", ({ client }) => client.updateProjectAttributes({}), "InvalidArgument missing attributes"],
    [
      "no matching attributes",
      ({ client }) => client.updateProjectDomainAttributes({ attributes: { project, domain } }),
      "InvalidArgument missing matching_attributes",
    ],
    [
      "a kind newer than ours",
      ({ client }) => client.updateWorkflowAttributes({ attributes: { ...good, matchingAttributes: {} } }),
      "InvalidArgument Unrecognized matching attributes type for request flytesnacks-development-sum",
    ],
    [
      "no workflow",
      ({ client }) => client.updateWorkflowAttributes({ attributes: { ...good, workflow: "" } }),
      "InvalidArgument missing name",
    ],
    [
      "an unknown project",
      ({ client }) => client.updateProjectAttributes({ attributes: { ...good, project: "nope" } }),
      "InvalidArgument failed to validate that project [nope] exists",
    ],
    [
      "an unknown domain",
      ({ client }) => client.getProjectDomainAttributes({ project, domain: "nope", resourceType: CONFIG }),
      "InvalidArgument domain [nope] is unrecognized by system",
    ],
    [
      "nothing set yet",
      ({ client }) => client.getWorkflowAttributes({ project, domain, workflow, resourceType: CONFIG }),
      "NotFound missing entity of type WORKFLOW_EXECUTION_CONFIG with identifier flytesnacks-development-sum",
    ],
    [
      "no such kind",
      ({ client }) => client.listMatchableAttributes({ resourceType: newerKind }),
      "InvalidArgument invalid value for resource_type",
    ],
    [
      "an amount nobody can read",
      ({ client }) =>
        client.updateProjectAttributes({
          attributes: {
            project,
            matchingAttributes: matching({ case: "taskResourceAttributes", value: { limits: { memory: "lots" } } }),
          },
        }),
      'InvalidArgument limits.memory "lots" is not an amount; write it as 500m, 2, 256Mi or 1Gi',
    ],
  ])("%s", async (_, call, expected) => {
    expect(await refusal(call(adminUnderTest()))).toContain(expected);
  });
});

describe("§3.2 an execution runs with", () => {
  const inputs = { literals: { n: int(1) } };

  test.each<[string, number, number, readonly number[], number]>([
    // request, launch plan, [workflow, domain, project] → max parallelism
    ["what the request says", 1, 2, [3, 4, 5], 1],
    ["what the launch plan says", 0, 2, [3, 4, 5], 2],
    ["what is set for the workflow", 0, 0, [3, 4, 5], 3],
    ["what is set for the domain", 0, 0, [0, 4, 5], 4],
    ["what is set for the project", 0, 0, [0, 0, 5], 5],
    ["the platform's", 0, 0, [0, 0, 0], 25],
  ])("%s", async (_, ofRequest, ofLaunchPlan, [ofWorkflow = 0, ofDomain = 0, ofProject = 0], expected) => {
    const { client } = await withSumWorkflow();
    const id = launchPlanId("sum", "v2");
    await client.createLaunchPlan({ id, spec: sumLaunchPlan({ maxParallelism: ofLaunchPlan }) });
    if (ofWorkflow > 0)
      await client.updateWorkflowAttributes({
        attributes: { project, domain, workflow, matchingAttributes: parallel(ofWorkflow) },
      });
    if (ofDomain > 0)
      await client.updateProjectDomainAttributes({
        attributes: { project, domain, matchingAttributes: parallel(ofDomain) },
      });
    if (ofProject > 0)
      await client.updateProjectAttributes({ attributes: { project, matchingAttributes: parallel(ofProject) } });
    const spec = { launchPlan: id, maxParallelism: ofRequest };
    const { id: execution } = await client.createExecution({ project, domain, name: "run", spec, inputs });
    expect((await client.getExecution({ id: execution })).spec?.maxParallelism).toBe(expected);
  });

  test("settings as they were when it was launched, whatever is set meanwhile", async () => {
    const { client, db } = await withSumWorkflow();
    const resources = matching({ case: "taskResourceAttributes", value: { defaults: { memory: "1Gi" } } });
    const config = matching({ case: "workflowExecutionConfig", value: { interruptible: true } });
    const set = (matchingAttributes: ReturnType<typeof matching>) =>
      client.updateProjectDomainAttributes({ attributes: { project, domain, matchingAttributes } });
    await set(resources);
    await set(config);
    // A single task has no workflow of its own, and still a domain.
    await client.createExecution({ project, domain, name: "run", spec: { launchPlan: taskId("add") }, inputs });
    await set(matching({ case: "workflowExecutionConfig", value: { interruptible: false } }));
    await set(matching({ case: "taskResourceAttributes", value: {} }));
    const row = findExecution(db, { project, domain, name: "run" });
    expect(row && attributeConfigOf(row)?.interruptible).toBe(true);
    expect(row && attributeResourcesOf(row)?.defaults?.memory).toBe("1Gi");
    const { spec } = await client.getExecution({ id: { project, domain, name: "run" } });
    expect(spec?.interruptible).toBeUndefined(); // the spec stays what was asked for
  });
});

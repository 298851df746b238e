import { create, fromJson, type JsonObject, toJson } from "@bufbuild/protobuf";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { TaskSpecSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { ParameterMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { describe, expect, it, test } from "vitest";
import { checkIdentifier, checkLaunchPlan, checkTask, resolveInputs } from "./admission.ts";
import { anInterface, taskId } from "./testdata/samples.ts";

const literal = (value: JsonObject): JsonObject => ({ scalar: { primitive: value } });
const one = literal({ integer: "1" });
const word = literal({ stringValue: "a" });
const late = literal({ datetime: "9999-12-31T23:59:59Z" });
const messages = (found: readonly { message: string }[]) => found.map(({ message }) => message);

describe("an identifier", () => {
  it.each([
    [taskId("t"), []],
    [undefined, ["missing id"]],
    [taskId(""), ["missing name"]],
    [{ ...taskId("t"), version: "", project: "" }, ["missing project", "missing version"]],
    [{ ...taskId("t"), version: "v\n" }, ['The version "v\\n" holds a control character; leave it out']],
    [
      { ...taskId("t"), resourceType: ResourceType.WORKFLOW },
      ["unexpected resource type workflow for identifier [p:d:t:v], expected task instead"],
    ],
  ])("row %#", (id, expected) => expect(messages(checkIdentifier(id, ResourceType.TASK))).toEqual(expected));
});

describe("a task", () => {
  const base = { type: "raw-container", metadata: {}, interface: {}, container: { image: "i" } };
  const sized = (requests: JsonObject[], limits: JsonObject[] = []) => ({
    ...base,
    container: { image: "i", resources: { requests, limits } },
  });
  const cpu = (value: string) => ({ name: "CPU", value });
  const gpu = (value: string) => ({ name: "GPU", value });
  it.each([
    ["is fine", base, []],
    ["needs a template", undefined, ["missing spec"]],
    ["needs nearly everything", {}, ["missing type", "missing metadata", "missing typed interface"]],
    ["needs a runtime version", { ...base, metadata: { runtime: {} } }, ["missing runtime version"]],
    ["needs an image", { ...base, container: {} }, ["missing image"]],
    ["needs a pod spec", { type: "pod", metadata: {}, interface: {}, k8sPod: {} }, ["missing pod_spec"]],
    ["may ask for less than its limit", sized([cpu("500m")], [cpu("2")]), []],
    [
      "may not ask for more than its limit",
      sized([cpu("3")], [cpu("2")]),
      ["Requested CPU default [3] is greater than the limit [2]. Please fix your configuration"],
    ],
    ["may not ask twice", sized([cpu("1"), cpu("2")]), ["can't specify CPU limit for task [:::] multiple times"]],
    [
      "may not ask for part of a GPU",
      sized([gpu("500m")]),
      ["gpu for [:::] must be a whole number, got: 500m instead"],
    ],
    [
      "may not limit GPUs otherwise than it asks",
      sized([gpu("1")], [gpu("2")]),
      ["For extended resource 'gpu' the default value must equal the limit value for task [:::]"],
    ],
    [
      "may not ask for more than the platform has",
      sized([cpu("9")], [cpu("10")]),
      [
        "Requested CPU limit [10] is greater than current limit set in the platform configuration [8]. Please contact Flyte Admins to change these limits or consult the configuration",
        "Requested CPU default [9] is greater than  current limit set in the platform configuration [8]. Please contact Flyte Admins to change these limits or consult the configuration",
      ],
    ],
    ["may set limits alone", sized([], [cpu("100")]), []],
    [
      "may not ask for more memory than its limit",
      sized([{ name: "MEMORY", value: "2Gi" }], [{ name: "MEMORY", value: "1Gi" }]),
      ["Requested MEMORY default [2Gi] is greater than the limit [1Gi]. Please fix your configuration"],
    ],
    [
      "may not ask for more storage than its limit",
      sized([{ name: "EPHEMERAL_STORAGE", value: "2Gi" }], [{ name: "EPHEMERAL_STORAGE", value: "1Gi" }]),
      ["Requested EPHEMERAL_STORAGE default [2Gi] is greater than the limit [1Gi]. Please fix your configuration"],
    ],
    ["may differ by less than a unit, which is rounded up", sized([cpu("1500m")], [cpu("1200m")]), []],
    ["may ask for what an admin does not compare", sized([{ name: "STORAGE", value: "many" }]), []],
  ] satisfies [string, JsonObject | undefined, string[]][])("%s", (_, template, expected) => {
    const spec = fromJson(TaskSpecSchema, template ? { template } : {});
    expect(messages(checkTask(spec, { limits: { CPU: "8" } }))).toEqual(expected);
  });

  test("quantities that cannot be read are named, in pods too", () => {
    const spec = fromJson(TaskSpecSchema, {
      template: {
        type: "pod",
        metadata: {},
        interface: {},
        k8sPod: { podSpec: { containers: [{ name: "a", resources: { limits: { cpu: "many", memory: "1Gi" } } }] } },
      },
    });
    const [found, ...others] = checkTask(spec);
    expect(others).toEqual([]);
    expect(found?.message).toMatch(/^Parsing of CPU request failed for value many - reason/);
    expect(found?.path).toEqual(["template", "k8sPod", "podSpec", "containers", 0, "resources", "limits", "cpu"]);
  });
});

describe("a launch plan", () => {
  const inputs = anInterface({ n: "int", s: "string", at: "datetime", e: "enum[a]" }, { r: "int" });
  const param = (simple: string, rest: JsonObject): JsonObject => ({ var: { type: { simple } }, ...rest });
  const scheduled = (schedule: JsonObject, rest: JsonObject = {}): JsonObject => ({
    fixedInputs: { literals: { n: one, s: word, e: word } },
    entityMetadata: { schedule },
    ...rest,
  });
  const cron = { cronSchedule: { schedule: "0 2 * * *" }, kickoffTimeInputArg: "at" };
  it.each([
    ["may leave everything open", {}, []],
    [
      "may fix and default inputs",
      {
        fixedInputs: { literals: { n: one } },
        defaultInputs: { parameters: { s: param("STRING", { default: word }) } },
      },
      [],
    ],
    ["may not fix what is not there", { fixedInputs: { literals: { m: one } } }, ["unexpected fixed_input m"]],
    [
      "may not default what is not there",
      { defaultInputs: { parameters: { m: param("INTEGER", { default: one }) } } },
      ["unexpected default_input m"],
    ],
    [
      "may not fix another type",
      { fixedInputs: { literals: { n: word } } },
      ["invalid fixed_input wrong type n, expected simple:INTEGER, got simple:STRING instead"],
    ],
    [
      "may not default another type",
      { defaultInputs: { parameters: { n: param("STRING", { default: word }) } } },
      ["invalid default_input wrong type n, expected simple:INTEGER, got simple:STRING instead"],
    ],
    [
      "may not default to what its own type refuses",
      { defaultInputs: { parameters: { n: param("INTEGER", { default: word }) } } },
      ["Type mismatch for Parameter n in default_inputs has type simple:STRING, expected simple:INTEGER"],
    ],
    [
      "needs a default or required",
      { defaultInputs: { parameters: { n: param("INTEGER", { required: false }) } } },
      ["Invalid variable n in default_inputs - variable has neither default, nor is required. One must be specified"],
    ],
    [
      "needs types",
      { defaultInputs: { parameters: { n: { required: true } } } },
      ["The Variable component of the Parameter n in default_inputs either is missing, or has a missing Type"],
    ],
    ["needs values", { fixedInputs: { literals: { n: {} } } }, ["missing valid literal in fixed_inputs n"]],
    ["may be scheduled", scheduled(cron), []],
    [
      "may not be scheduled with open inputs",
      scheduled(cron, { fixedInputs: { literals: { n: one, s: word } } }),
      ["Cannot create a launch plan with a schedule if there is an unbound required input. [e] is required"],
    ],
    [
      "may not be kicked off by what is not there",
      scheduled(
        { ...cron, kickoffTimeInputArg: "when" },
        { fixedInputs: { literals: { n: one, s: word, e: word, at: late } } },
      ),
      [
        "Cannot create a schedule with a KickoffTimeInputArg that does not point to a free input. [when] is not free or does not exist.",
      ],
    ],
    [
      "may not be kicked off by what is no time",
      scheduled({ ...cron, kickoffTimeInputArg: "s" }, { fixedInputs: { literals: { n: one, e: word, at: late } } }),
      ["KickoffTimeInputArg must reference a datetime input. [s] is a [simple:STRING]"],
    ],
    ["may be scheduled by a descriptor", scheduled({ ...cron, cronSchedule: { schedule: "@daily" } }), []],
    ["may be scheduled at a rate", scheduled({ rate: { value: 1, unit: "HOUR" }, kickoffTimeInputArg: "at" }), []],
    [
      "may not have launch conditions",
      { entityMetadata: { launchConditions: {} } },
      ["launch_conditions must be empty, found a condition"],
    ],
    [
      "may not default to an artifact",
      { defaultInputs: { parameters: { n: param("INTEGER", { artifactQuery: {} }) } } },
      ["artifact mode not enabled but query found default_inputs n"],
    ],
    [
      "may not be scheduled at no time",
      scheduled({ ...cron, cronSchedule: { schedule: "never" } }),
      ["Invalid cron expression: expected exactly 5 fields, found 1: [never]"],
    ],
    [
      "may notify",
      { entityMetadata: { notifications: [{ phases: ["FAILED"], email: { recipientsEmail: ["a@example.com"] } }] } },
      [],
    ],
    [
      "may not notify nobody",
      { entityMetadata: { notifications: [{ phases: ["RUNNING"], slack: {} }] } },
      [
        "missing recipients: each must be a non-empty address",
        "invalid phase RUNNING: only SUCCEEDED, FAILED, TIMED_OUT and ABORTED are notified of",
      ],
    ],
    [
      "may not have odd labels",
      { labels: { values: { "a b": "c", d: "e f" } } },
      [
        "invalid label key [a b]: must be up to 63 letters, digits, '-', '_' or '.', with an optional DNS prefix and '/'",
        "invalid label value [e f]: must be empty or up to 63 letters, digits, '-', '_' or '.'",
      ],
    ],
    [
      "may not have 17 labels",
      { labels: { values: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`l${index}`, ""])) } },
      ["labels map cannot exceed 16 entries"],
    ],
  ] satisfies [string, JsonObject, string[]][])("%s", (_, json, expected) => {
    expect(messages(checkLaunchPlan(fromJson(LaunchPlanSpecSchema, json), inputs).diagnostics)).toEqual(expected);
  });

  test("expects its defaults and, as required, what it does not fix", () => {
    const spec = fromJson(LaunchPlanSpecSchema, {
      fixedInputs: { literals: { n: one, e: word } },
      defaultInputs: { parameters: { s: param("STRING", { default: word }) } },
    });
    const { expectedInputs, expectedOutputs } = checkLaunchPlan(spec, inputs);
    expect(expectedInputs && toJson(ParameterMapSchema, expectedInputs)).toEqual({
      parameters: { s: param("STRING", { default: word }), at: param("DATETIME", { required: true }) },
    });
    expect(expectedOutputs).toBe(inputs.outputs);
  });

  test("of a workflow without inputs takes none", () => {
    const spec = fromJson(LaunchPlanSpecSchema, {
      fixedInputs: { literals: { n: one } },
      defaultInputs: { parameters: { n: param("INTEGER", { required: true }) } },
    });
    expect(messages(checkLaunchPlan(spec, undefined).diagnostics)).toEqual([
      "invalid launch plan default inputs, expected none but found 1",
      "invalid launch plan fixed inputs, expected none but found 1",
    ]);
  });
});

describe("an execution's inputs", () => {
  const expected = fromJson(ParameterMapSchema, {
    parameters: {
      must: { var: { type: { simple: "INTEGER" } }, required: true },
      may: { var: { type: { simple: "STRING" } }, default: word },
      when: { var: { type: { simple: "DATETIME" } }, required: false },
    },
  });
  const fixed = fromJson(LiteralMapSchema, { literals: { set: one } });
  const resolve = (literals: JsonObject) =>
    resolveInputs({ expected, fixed, given: fromJson(LiteralMapSchema, { literals }) });

  test("are what is given, defaults and what is fixed", () => {
    const { inputs, diagnostics } = resolve({ must: one });
    expect(diagnostics).toEqual([]);
    expect(inputs && toJson(LiteralMapSchema, inputs)).toEqual({ literals: { must: one, may: word, set: one } });
  });

  it.each([
    ["lack one", {}, ["expected_inputs must missing"]],
    ["have one too many", { must: one, mst: one }, ["invalid input mst"]],
    ["override a fixed one", { must: one, set: one }, ["invalid input set"]],
    [
      "have one of a wrong type",
      { must: word },
      ["invalid must input wrong type. Expected simple:INTEGER, but got simple:STRING"],
    ],
    [
      "have one of no type",
      { must: {} },
      [
        "Failed to validate literal type for [must] with err: the value has no type that could be told: nothing is set, or it nests too deep",
      ],
    ],
    [
      "have several faults",
      { may: one, x: one },
      [
        "invalid input x",
        "expected_inputs must missing",
        "invalid may input wrong type. Expected simple:STRING, but got simple:INTEGER",
      ],
    ],
  ])("%s", (_, given, found) => expect(messages(resolve(given).diagnostics)).toEqual(found));

  test("hold no time outside the years people have", () => {
    const when = { $typeName: "google.protobuf.Timestamp" as const, seconds: 10n ** 15n, nanos: 0 };
    const given = create(LiteralMapSchema, {
      literals: {
        when: {
          value: {
            case: "scalar",
            value: { value: { case: "primitive", value: { value: { case: "datetime", value: when } } } },
          },
        },
      },
    });
    expect(messages(resolveInputs({ expected, fixed, given }).diagnostics)).toEqual([
      "expected_inputs must missing",
      "timestamp (seconds:1000000000000000 nanos:0) after 9999-12-31",
    ]);
  });

  test("that are misspelt are told what was meant", () => {
    const [found] = resolve({ must: one, mya: word }).diagnostics;
    expect(found?.hints[0]?.text).toBe('The launch plan has no input "mya". Did you mean "may"?');
    expect(found?.path).toEqual(["inputs", "literals", "mya"]);
  });
});

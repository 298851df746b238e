/**
 * What an admin asks, beyond compiling, before it stores a task or a launch plan or starts an execution.
 *
 * Upstream answers InvalidArgument with the first thing it finds. All findings are returned here, in upstream's order
 * of checks and with its sentences, so the first one's message is what its clients expect. Types in those sentences
 * are in upstream's text; hints say them in words.
 * @see flyteadmin/pkg/manager/impl/validation
 */
import { create, type JsonValue } from "@bufbuild/protobuf";
import type { Diagnostic } from "@skein/spec/diagnostic";
import { findNear, formatDidYouMean } from "@skein/spec/did-you-mean";
import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { TaskSpec } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type ParameterMap,
  type TypedInterface,
  type VariableMap,
  VariableMapSchema,
} from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type Literal, type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { describeResourceType, describeUnfitFields, formatIdentifier } from "@skein/spec/identifier";
import { castable, explainMismatch, literalType } from "./castable.ts";
import { checkLaunchPlanSpec } from "./launch-plan-rules.ts";
import { typeText } from "./proto-text.ts";
import { findDatetimeProblem, refusal } from "./refusal.ts";
import { checkResources, containerResources, podResources, type ResourceLimits } from "./resource-rules.ts";
import { into, type Trail } from "./trail.ts";

/**
 * What every create asks of its identifier: there, of the right type, no part empty, too long or unprintable.
 *
 * @returns findings with paths from the identifier itself
 */
export function checkIdentifier(id: Identifier | undefined, expected: ResourceType): Diagnostic[] {
  if (!id) return [refusal("MissingField", undefined, "missing id")];
  const found: Diagnostic[] = [];
  if (id.resourceType !== expected) {
    const name = (type: ResourceType) => (ResourceType[type] ?? String(type)).toLowerCase();
    found.push(
      refusal(
        "InvalidIdentifier",
        undefined,
        `unexpected resource type ${name(id.resourceType)} for identifier [${formatIdentifier(id)}], ` +
          `expected ${name(expected)} instead`,
        `Set resource_type to ${ResourceType[expected]}: this registers a ${describeResourceType(expected)}`,
      ),
    );
  }
  for (const part of ["project", "domain", "name", "version"] as const) {
    if (id[part] === "") found.push(refusal("MissingField", undefined, `missing ${part}`));
  }
  for (const message of describeUnfitFields(id)) found.push(refusal("InvalidIdentifier", undefined, message));
  return found;
}

/**
 * What CreateTask asks of a spec before it compiles it.
 *
 * @param options.limits the platform's; absent ones do not limit
 * @returns findings with paths from the spec
 */
export function checkTask(spec: TaskSpec, options: { readonly limits?: ResourceLimits } = {}): Diagnostic[] {
  const { template } = spec;
  if (!template) return [refusal("MissingField", undefined, "missing spec")];
  const found: Diagnostic[] = [];
  const root = into(undefined, "template");
  const missing = (what: string, at: Trail, hint?: string) =>
    found.push(refusal("MissingField", at, `missing ${what}`, hint));

  if (template.type === "") missing("type", root, 'Set the task type, such as "raw-container"');
  if (!template.metadata) missing("metadata", root);
  if (template.metadata?.runtime?.version === "") missing("runtime version", into(root, "metadata", "runtime"));
  if (!template.interface) missing("typed interface", root, "A task without variables has an empty interface");

  const check = (resources: Parameters<typeof checkResources>[0]) =>
    checkResources(resources, formatIdentifier(template.id), options.limits ?? {}, (message, at) =>
      found.push(refusal("InvalidResource", at, message)),
    );
  const { target } = template;
  if (target.case === "container") {
    if (target.value.image === "") missing("image", into(root, "container"));
    const at = into(root, "container", "resources");
    check({
      requests: containerResources(target.value.resources?.requests ?? [], into(at, "requests")),
      limits: containerResources(target.value.resources?.limits ?? [], into(at, "limits")),
    });
  }
  if (target.case === "k8sPod") {
    const { podSpec } = target.value;
    if (!podSpec) missing("pod_spec", into(root, "k8sPod"));
    for (const [index, container] of jsonList(podSpec?.containers).entries()) {
      const at = into(root, "k8sPod", "podSpec", "containers", index, "resources");
      const resources = jsonField(container, "resources");
      check({
        requests: podResources(jsonField(resources, "requests"), into(at, "requests")),
        limits: podResources(jsonField(resources, "limits"), into(at, "limits")),
      });
    }
  }
  return found;
}

/** What the system works out of a launch plan, or why it is refused. */
export type CheckedLaunchPlan =
  | {
      /** Defaults, and the workflow's other inputs as required; fixed ones are left out. Replaces `spec.default_inputs` too. */
      readonly expectedInputs: ParameterMap;
      /** The workflow's outputs. */
      readonly expectedOutputs: VariableMap;
      readonly diagnostics: Diagnostic[];
    }
  | { readonly expectedInputs?: undefined; readonly expectedOutputs?: undefined; readonly diagnostics: Diagnostic[] };

/**
 * What CreateLaunchPlan asks of a spec, given its workflow's interface.
 *
 * @returns findings with paths from the spec; the workflow's existence and all identifiers are the caller's to check
 */
export function checkLaunchPlan(
  spec: LaunchPlanSpec,
  workflowInterface: TypedInterface | undefined,
): CheckedLaunchPlan {
  const { found, expectedInputs } = checkLaunchPlanSpec(spec, workflowInterface?.inputs?.variables ?? {});
  if (found.length > 0) return { diagnostics: found };
  return { expectedInputs, expectedOutputs: workflowInterface?.outputs ?? create(VariableMapSchema), diagnostics: [] };
}

/** What `resolveInputs` reads. */
export interface InputResolution {
  /** The launch plan's `closure.expected_inputs`. */
  readonly expected: ParameterMap;
  /** The launch plan's `spec.fixed_inputs`. */
  readonly fixed: LiteralMap;
  /** What the caller gave. */
  readonly given: LiteralMap;
}

/**
 * The inputs an execution starts with: what was given, defaults for the rest, and the fixed ones.
 *
 * @returns all inputs, or findings whose paths begin with `inputs`, as in admin.ExecutionCreateRequest
 */
export function resolveInputs({
  expected,
  fixed,
  given,
}: InputResolution):
  | { inputs: LiteralMap; diagnostics: Diagnostic[] }
  | { inputs?: undefined; diagnostics: Diagnostic[] } {
  const root = into(undefined, "inputs");
  const found: Diagnostic[] = [];
  const parameters = new Map(Object.entries(expected.parameters));
  const resolved = new Map<string, Literal>();
  const fixedNames = new Set(Object.keys(fixed.literals));

  for (const [name, literal] of Object.entries(given.literals)) {
    if (parameters.has(name)) {
      resolved.set(name, literal);
      continue;
    }
    const hint = fixedNames.has(name)
      ? `The launch plan fixes ${name}; use another launch plan to give it a value of your own`
      : `The launch plan has no input "${name}".${formatDidYouMean(findNear(name, parameters.keys()))}`;
    found.push(refusal("UnexpectedInput", into(root, "literals", name), `invalid input ${name}`, hint));
  }

  for (const [name, parameter] of parameters) {
    const literal = resolved.get(name);
    const type = parameter.var?.type;
    if (literal) {
      const at = into(root, "literals", name);
      const refused = type ? checkInput(name, literal, type, at) : undefined;
      if (refused) found.push(refused);
    } else if (parameter.behavior.case === "required" && parameter.behavior.value) {
      found.push(refusal("MissingInput", root, `expected_inputs ${name} missing`, `Give a value for ${name}`));
    } else if (parameter.behavior.case === "default") {
      resolved.set(name, parameter.behavior.value);
    }
  }

  for (const [name, literal] of Object.entries(fixed.literals)) {
    if (parameters.has(name) && resolved.has(name)) {
      found.push(refusal("InvalidInput", root, `fixed_inputs ${name} cannot be overridden`));
    } else {
      resolved.set(name, literal);
    }
  }
  if (found.length > 0) return { diagnostics: found };
  return { inputs: create(LiteralMapSchema, { literals: Object.fromEntries(resolved) }), diagnostics: [] };
}

function checkInput(name: string, literal: Literal, expected: LiteralType, at: Trail): Diagnostic | undefined {
  const actual = literalType(literal);
  if (!actual) {
    const reason = "the value has no type that could be told: nothing is set, or it nests too deep";
    return refusal("InvalidInput", at, `Failed to validate literal type for [${name}] with err: ${reason}`);
  }
  if (castable(actual, expected)) {
    const problem = findDatetimeProblem(literal);
    return problem ? refusal("InvalidInput", at, problem) : undefined;
  }
  return refusal(
    "InvalidInput",
    at,
    `invalid ${name} input wrong type. Expected ${typeText(expected)}, but got ${typeText(actual)}`,
    `${name}: ${explainMismatch(actual, expected)}`,
  );
}

function jsonList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function jsonField(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/**
 * Compiles one task: what can be wrong with a template on its own. The compiled task holds the template unchanged.
 *
 * What an admin asks on top before it stores a task (metadata, whitelist, limits) is in admission.ts.
 * @see flytepropeller/pkg/compiler/task_compiler.go
 */
import { create, type JsonValue } from "@bufbuild/protobuf";
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import {
  type Container,
  type K8sPod,
  Resources_ResourceName,
  type TaskTemplate,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { collectFindings, type Report } from "./findings.ts";
import { parseQuantity } from "./quantity.ts";
import { into, type Trail } from "./trail.ts";

/**
 * Compiles a task template.
 *
 * @returns the compiled task, unless there are errors; paths begin with `template`, as in admin.TaskSpec
 */
export function compileTask(template: TaskTemplate): { compiled?: CompiledTask; diagnostics: Diagnostic[] } {
  const findings = collectFindings();
  const report = findings.about(template.id ? formatIdentifier(template.id) : "");
  const root = into(undefined, "template");

  if (!template.id) {
    const facts = { field: "Id", missing: "id" };
    report({ code: "ValueRequired", facts, nodeId: "root", at: root, message: "The task has no identifier" });
  }
  if (template.target.case === "container") {
    checkContainer(template.target.value, template, into(root, "container"), report);
  }
  if (template.target.case === "k8sPod") checkPod(template.target.value, into(root, "k8sPod"), report);

  const diagnostics = findings.list();
  if (hasErrors(diagnostics)) return { diagnostics };
  return { compiled: create(CompiledTaskSchema, { template }), diagnostics };
}

function checkContainer(container: Container, template: TaskTemplate, at: Trail, report: Report): void {
  const variables = { ...template.interface?.inputs?.variables, ...template.interface?.outputs?.variables };
  if (Object.keys(variables).length > 0 && container.command.length === 0 && container.args.length === 0) {
    report({
      code: "ValueRequired",
      facts: { field: "command" },
      nodeId: "container",
      at,
      message: "The task has inputs or outputs, but its container has neither command nor args to read or write them",
    });
  }
  if (container.image === "") {
    report({
      code: "ValueRequired",
      facts: { field: "image" },
      nodeId: "container",
      at,
      message: "The container has no image",
    });
  }
  for (const list of ["requests", "limits"] as const) {
    for (const [index, { name, value }] of (container.resources?.[list] ?? []).entries()) {
      if (parseQuantity(value)) continue;
      const resource = Resources_ResourceName[name] ?? String(name);
      const entry = into(at, "resources", list, index);
      report({
        code: "UnrecognizedValue",
        facts: { value },
        nodeId: `resources.${resource}`,
        at: value === "" ? entry : into(entry, "value"),
        message: `${resource} "${value}" in ${list} is not a quantity; write one such as 500m, 2, 64Mi or 1Gi`,
      });
    }
  }
}

function checkPod(pod: K8sPod, at: Trail, report: Report): void {
  const containers = pod.podSpec ? pod.podSpec.containers : undefined;
  if (!pod.podSpec || !hasPodShape(containers)) {
    const message = pod.podSpec
      ? "The pod spec's containers must be a list of objects"
      : "The pod task has no pod spec";
    const field = "k8s pod spec";
    const where = pod.podSpec ? into(at, "podSpec") : at;
    report({ code: "InvalidValue", facts: { field }, nodeId: "root", at: where, message });
    return;
  }
  for (const [index, container] of (containers ?? []).entries()) {
    const name = typeof container.name === "string" ? container.name : "";
    if (isDnsLabel(name)) continue;
    const where = into(at, "podSpec", "containers", index);
    report({
      code: "InvalidValue",
      facts: { field: "k8s pod spec container name", value: name },
      nodeId: "root",
      at: container.name === undefined ? where : into(where, "name"),
      message: `Container name "${name}" must be 1 to 63 lower-case letters, digits and "-", and not begin or end with "-"`,
    });
  }
}

type PodContainer = { readonly name?: JsonValue };

function hasPodShape(containers: JsonValue | undefined): containers is PodContainer[] | undefined {
  if (containers === undefined) return true;
  return (
    Array.isArray(containers) &&
    containers.every(
      (each) =>
        typeof each === "object" &&
        each !== null &&
        !Array.isArray(each) &&
        (each.name === undefined || typeof each.name === "string"),
    )
  );
}

/** Whether text may be a DNS-1123 label, as Kubernetes wants of container names. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text);
}

/**
 * A task of the concise form → TaskSpec.
 *
 * With an image it is a raw container: inputs are files under /var/inputs, outputs are read from /var/outputs. `pod`
 * stands for image, command and what belongs to them; any other `type` may do without both.
 * @see flyteidl/core/tasks.proto TaskTemplate, DataLoadingConfig
 */
import { create } from "@bufbuild/protobuf";
import { type TaskSpec, TaskSpecSchema } from "../gen/flyteidl/admin/task_pb.js";
import type { Identifier } from "../gen/flyteidl/core/identifier_pb.js";
import { Secret_MountType, type SecurityContext, SecurityContextSchema } from "../gen/flyteidl/core/security_pb.js";
import {
  type Container,
  ContainerSchema,
  type DataLoadingConfig,
  DataLoadingConfig_LiteralMapFormat,
  DataLoadingConfigSchema,
  type K8sPod,
  K8sPodSchema,
  TaskTemplateSchema,
} from "../gen/flyteidl/core/tasks_pb.js";
import type { LiteralType } from "../gen/flyteidl/core/types_pb.js";
import { type DocNode, findEntry } from "./document.ts";
import type { Findings } from "./findings.ts";
import { lowerInputs, lowerOutputs, toVariableMap, type Variables } from "./lower-interface.ts";
import { lowerStruct } from "./lower-literal.ts";
import { lowerDescription, lowerTaskMetadata } from "./lower-metadata.ts";
import { lowerResources } from "./lower-resources.ts";
import type { TaskDoc } from "./schema.ts";
import { isWritten } from "./shape.ts";
import type { SourceMap } from "./source-map.ts";

/** Where a raw container finds its inputs and leaves its outputs. */
export const inputPath = "/var/inputs";
export const outputPath = "/var/outputs";

/** How the file that holds all inputs is written, by its word. */
export const dataFormats = {
  json: DataLoadingConfig_LiteralMapFormat.JSON,
  yaml: DataLoadingConfig_LiteralMapFormat.YAML,
  proto: DataLoadingConfig_LiteralMapFormat.PROTO,
} as const;

/** The spec, and the inputs with their defaults for the nodes that use it. What is wrong is reported and left out. */
export function lowerTask(
  doc: TaskDoc,
  id: Identifier,
  map: SourceMap,
  findings: Findings,
): { spec: TaskSpec; inputs: Variables } {
  const inputs = lowerInputs(doc.inputs, findings);
  const outputs = lowerOutputs(doc.outputs, findings);
  mapVariables(inputs, "inputs", map);
  mapVariables(outputs, "outputs", map);
  checkIgnored(doc, inputs, findings);
  const target = lowerTarget(doc, map, findings);
  if (target.target) refuseDatasets([...inputs.values(), ...outputs.values()], findings);
  const custom = doc.custom && lowerStruct(doc.custom, { what: "custom", head: doc.head }, findings);
  const secrets = doc.secrets && lowerSecrets(doc, map, findings);
  const template = create(TaskTemplateSchema, {
    id,
    type: doc.type?.text ?? "raw-container",
    metadata: lowerTaskMetadata(doc, findings),
    interface: { inputs: toVariableMap(inputs), outputs: toVariableMap(outputs) },
    ...target,
    ...(custom ? { custom } : {}),
    ...(secrets ? { securityContext: secrets } : {}),
  });
  mapSection(doc, map);
  return { spec: create(TaskSpecSchema, { template, ...lowerDescription(doc.description) }), inputs };
}

function lowerTarget(doc: TaskDoc, map: SourceMap, findings: Findings) {
  if (doc.pod) {
    const pod = lowerPod(doc, doc.pod, map, findings);
    if (!pod) return {};
    return {
      target: { case: "k8sPod", value: pod },
      config: { primary_container_name: pod.primaryContainerName },
    } as const;
  }
  if (doc.image) return { target: { case: "container", value: lowerContainer(doc, map, findings) } } as const;
  for (const key of ["command", "args", "script", "resources", "env"] as const) {
    if (doc[key] === undefined || !doc.type) continue;
    refuseKey(doc, key, `A task of type ${doc.type.text} without an image has no container for ${key}`, findings);
  }
  if (!["image", "pod", "type"].some((key) => isWritten(key, doc.at))) {
    findings.add({
      code: "ValueRequired",
      message: "The task needs an image",
      span: doc.head,
      data: { missing: "image" },
      hints: [{ text: "Add image: busybox:1.36, or another image; or type: for a task that is no container" }],
    });
  }
  return {};
}

function lowerContainer(doc: TaskDoc, map: SourceMap, findings: Findings): Container {
  const path = ["template", "container"];
  const env = (doc.env ?? []).map(({ name, value }) => ({ key: name, value: value.text }));
  const mapped = (key: "command" | "args" | "script" | "image" | "env", field: string = key) => {
    const entry = findEntry(doc.at, key);
    if (entry) map.set([...path, field], entry.value);
  };
  mapped("image");
  mapped("args");
  mapped("env");
  mapped(doc.script ? "script" : "command", "command");
  if (doc.script) {
    for (const key of ["command", "args"] as const) {
      if (doc[key]) refuseKey(doc, key, `script stands for the command, so ${key} cannot be given too`, findings);
    }
    // What the author sets under these names stays.
    for (const [key, value] of [
      ["INPUTS", inputPath],
      ["OUTPUTS", outputPath],
    ] as const) {
      if (!env.some((each) => each.key === key)) env.push({ key, value });
    }
  }
  return create(ContainerSchema, {
    image: doc.image?.text ?? "",
    command: doc.script ? ["sh", "-euc", doc.script.text] : (doc.command ?? []).map((each) => each.text),
    args: (doc.args ?? []).map((each) => each.text),
    env,
    ...(doc.resources ? { resources: lowerResources(doc.resources, map, [...path, "resources"]) } : {}),
    dataConfig: dataLoading(doc),
  });
}

function lowerPod(doc: TaskDoc, pod: DocNode, map: SourceMap, findings: Findings): K8sPod | undefined {
  for (const key of ["image", "command", "args", "script", "env", "resources"] as const) {
    if (doc[key]) refuseKey(doc, key, `pod says what runs, so ${key} cannot be given too`, findings);
  }
  map.set(["template", "k8sPod"], pod);
  const podSpec = lowerStruct(pod, { what: "pod", head: doc.head }, findings);
  const containers = findEntry(pod, "containers")?.value;
  const [container, ...others] = containers?.kind === "list" ? containers.items : [];
  const name = findEntry(container, "name")?.value;
  if (!podSpec) return undefined;
  if (name?.kind !== "scalar" || others.length > 0) {
    findings.add({
      code: "InvalidValue",
      message: "A pod needs exactly one container, with a name",
      span: containers ?? doc.head,
      hints: [{ text: "Write containers: [{ name: main, image: … }]" }],
    });
    return undefined;
  }
  return create(K8sPodSchema, { podSpec, primaryContainerName: name.text, dataConfig: dataLoading(doc) });
}

function dataLoading(doc: TaskDoc): DataLoadingConfig {
  return create(DataLoadingConfigSchema, {
    enabled: true,
    inputPath,
    outputPath,
    format: dataFormats[doc.dataFormat?.value ?? "json"],
  });
}

function lowerSecrets(doc: TaskDoc, map: SourceMap, findings: Findings): SecurityContext {
  const secrets = (doc.secrets ?? []).map((secret, index) => {
    map.set(["template", "securityContext", "secrets", index], secret.at);
    if (secret.env && secret.file) {
      findings.add({
        code: "ConflictingKeys",
        message: "A secret is given as env or as file, not as both",
        span: secret.file,
        hints: [{ text: "List it twice to get it in both ways" }],
      });
    }
    return {
      group: secret.group?.text ?? "",
      key: secret.key?.text ?? "",
      mountRequirement: secret.env
        ? Secret_MountType.ENV_VAR
        : secret.file
          ? Secret_MountType.FILE
          : Secret_MountType.ANY,
      envVar: (secret.env ?? secret.file)?.text ?? "",
    };
  });
  return create(SecurityContextSchema, { secrets });
}

/** Files cannot stand for a structured dataset, so a container can neither read nor write one. */
function refuseDatasets(
  variables: Iterable<Variables extends ReadonlyMap<string, infer V> ? V : never>,
  findings: Findings,
) {
  for (const { name, nameSpan, variable } of variables) {
    if (!holdsDataset(variable?.type)) continue;
    findings.add({
      code: "InvalidValue",
      message: `${name} is a dataset, which a container cannot read or write as a file`,
      span: nameSpan,
      hints: [{ text: "Use file[parquet] or dir[parquet]" }],
    });
  }
}

function holdsDataset(type: LiteralType | undefined): boolean {
  switch (type?.type.case) {
    case "structuredDatasetType":
    case "schema":
      return true;
    case "collectionType":
    case "mapValueType":
      return holdsDataset(type.type.value);
    case "unionType":
      return type.type.value.variants.some(holdsDataset);
    default:
      return false;
  }
}

function checkIgnored(doc: TaskDoc, inputs: Variables, findings: Findings): void {
  for (const ignored of doc.cache?.ignore ?? []) {
    if (inputs.has(ignored.text)) continue;
    findings.add({
      code: "VariableNameNotFound",
      message: `The task has no input "${ignored.text}" that its cache could ignore`,
      span: ignored,
      hints: findings.didYouMean(ignored.text, inputs.keys(), ignored),
    });
  }
}

function refuseKey(doc: TaskDoc, key: string, message: string, findings: Findings): void {
  const entry = findEntry(doc.at, key);
  findings.add({
    code: "ConflictingKeys",
    message,
    span: entry?.keySpan ?? doc.head,
    hints: [{ text: `Remove ${key}` }],
  });
}

function mapVariables(variables: Variables, side: "inputs" | "outputs", map: SourceMap): void {
  for (const { name, nameSpan } of variables.values())
    map.set(["template", "interface", side, "variables", name], nameSpan);
}

function mapSection(doc: TaskDoc, map: SourceMap): void {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["type", ["template", "type"]],
    ["custom", ["template", "custom"]],
    ["inputs", ["template", "interface", "inputs"]],
    ["outputs", ["template", "interface", "outputs"]],
    ["timeout", ["template", "metadata", "timeout"]],
    ["retries", ["template", "metadata", "retries"]],
    ["cache", ["template", "metadata", "discoveryVersion"]],
    ["description", ["description"]],
  ];
  for (const [key, path] of sections) {
    const entry = findEntry(doc.at, key);
    if (entry && path.at(-1) !== "inputs" && path.at(-1) !== "outputs") map.set(path, entry.value);
    else if (entry) map.set(path, entry.keySpan);
  }
}

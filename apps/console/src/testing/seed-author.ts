import { create } from "@bufbuild/protobuf";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type LookUpResponse, LookUpResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { parseLiteralType } from "@skein/spec/literal-type";

/** A text for the editor, and what it refers to on the server. */

export const authoredText = `# daily features: extract, validate, build, retrain
version: v2026.11.23

workflows:
  daily_features:
    inputs:
      day: datetime
      lookback: { type: duration, default: 24h }
    nodes:
      events:
        task: extract_events
        with: { day: "\${inputs.day}" }
      features:
        map: build_features
        over: { shard: "\${events.shards}" }
        concurrency: 8
      drift:
        task: drift_check
        with: { sample: "\${events.sample}" }
      approve:
        approve: Publish the new schema?
        after: [features]
      retrain:
        switch:
          - when: \${drift.score} > 0.2
            then:
              task: train_model
              with: { features: "\${features.features}" }
        else: { fail: Nothing drifted }
        after: [approve]
`;

const faces: Readonly<Record<string, readonly [inputs: Types, outputs: Types]>> = {
  extract_events: [{ day: "datetime" }, { shards: "list[string]", sample: "dataset" }],
  build_features: [{ shard: "string" }, { features: "dataset", stats: "struct" }],
  drift_check: [{ sample: "dataset" }, { score: "float" }],
  train_model: [{ features: "list[dataset]" }, { model: "file[onnx]", metrics: "struct" }],
};

type Types = Readonly<Record<string, string>>;

function variables(types: Types) {
  const entries = Object.entries(types).map(([name, text]) => {
    const { type } = parseLiteralType(text);
    return [name, type ? { type } : {}] as const;
  });
  return { variables: Object.fromEntries(entries) };
}

export function lookUpSeeded(ids: readonly Identifier[], project: string): LookUpResponse {
  const found = ids.map(({ resourceType, name, ...rest }) => {
    const face = faces[name];
    if (!face || resourceType !== ResourceType.TASK) return {};
    const id = create(IdentifierSchema, { ...rest, resourceType, name, version: "3f9c1e2" });
    const [inputs, outputs] = face;
    const template = create(TaskTemplateSchema, {
      id,
      type: "container",
      metadata: { runtime: { type: 1, version: "1.0", flavor: "skein" } },
      interface: create(TypedInterfaceSchema, { inputs: variables(inputs), outputs: variables(outputs) }),
      target: { case: "container", value: { image: "busybox:1.36", command: ["true"] } },
    });
    return { entity: { case: "task" as const, value: template } };
  });
  const names = project === "" ? {} : { tasks: Object.keys(faces) };
  return create(LookUpResponseSchema, { found, names });
}

import { create } from "@bufbuild/protobuf";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LaunchForm, LaunchFormSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainValue } from "@skein/spec/plain-json";
import { domain, project } from "./seed-executions.ts";

interface Input {
  readonly type: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly fixed?: boolean;
  readonly value?: PlainValue;
  readonly prefill?: PlainValue;
}

/** One input as the server describes it; types and values in their short forms. */
function launchInput(name: string, { type, description = "", required = false, fixed = false, value, prefill }: Input) {
  const { type: parsed } = parseLiteralType(type);
  if (!parsed) throw new TypeError(`The seed's type ${type} cannot be read`);
  const literal = (plain: PlainValue | undefined) =>
    plain === undefined ? undefined : toLiteral(plain, parsed).literal;
  const [default_, taken] = [literal(value), literal(prefill)];
  return {
    name,
    type: parsed,
    description,
    required,
    fixed,
    ...(default_ && { value: default_ }),
    ...(taken && { prefill: taken }),
  };
}

export function seedLaunchForm(name: string, from: boolean): LaunchForm {
  const version = "3f9c1e20a7b44c10";
  return create(LaunchFormSchema, {
    target: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version },
    workflow: { resourceType: ResourceType.WORKFLOW, project, domain, name, version },
    description: "Extract, check and publish the day's features.",
    versions: [version, "2e7b0d41c9aa3388", "v1"],
    dropped: from ? ["region"] : [],
    inputs: [
      launchInput("lookback", { type: "duration", value: "36h0m0s", description: "How far back to read." }),
      launchInput("day", {
        type: "datetime",
        required: true,
        description: "First instant of the window.",
        ...(from && { prefill: "2026-11-22T09:00:00Z" }),
      }),
      launchInput("shards", { type: "int", value: 9_007_199_254_740_993n }),
      launchInput("threshold", { type: "float", value: 0.05 }),
      launchInput("mode", { type: "enum[fast, exact]", value: "fast" }),
      launchInput("regions", { type: "list[string]", value: ["eu", "us"], description: "Where to read from." }),
      launchInput("limits", { type: "map[int]", value: { memory: 12, retries: 3 } }),
      launchInput("training_set", { type: "file[parquet]", required: true, description: "Rows to train on." }),
      launchInput("config", { type: "struct", value: { max_depth: 12n, early_stop: true } }),
      launchInput("note", { type: "string?" }),
      launchInput("publish", { type: "bool", value: true, fixed: true }),
      launchInput("dry_run", { type: "bool", value: false }),
    ],
  });
}

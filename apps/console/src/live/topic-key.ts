import { toJsonString } from "@bufbuild/protobuf";
import { LogScopeSchema, type ProjectDomain, type Topic } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";

/** One text per topic, so that topics of different tabs can be compared and counted. */
export function topicKey(topic: Topic): string {
  const { kind } = topic;
  switch (kind.case) {
    case "execution":
      return join("execution", kind.value.project, kind.value.domain, kind.value.name);
    case "events":
      return join("events", kind.value.project, kind.value.domain, kind.value.name);
    case "executions":
      return scoped("executions", kind.value);
    case "log":
      return join(
        "log",
        kind.value.execution?.project ?? "",
        kind.value.execution?.domain ?? "",
        kind.value.execution?.name ?? "",
        kind.value.nodeId,
        String(kind.value.attempt),
      );
    case "lines":
      return join("lines", toJsonString(LogScopeSchema, kind.value));
    case "entities":
      return scoped("entities", kind.value);
    case "runner":
      return "runner";
    case undefined:
      return "";
    default:
      return assertNever(kind, "topic");
  }
}

const scoped = (kind: string, { project, domain }: ProjectDomain) => join(kind, project, domain);

/** Parts are encoded, so that no name can reach over its separator into the next. */
const join = (...parts: string[]) => parts.map(encodeURIComponent).join("/");

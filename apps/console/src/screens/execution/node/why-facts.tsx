import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Why } from "@skein/spec/gen/skein/console/v1/console_pb";
import { summarizeLiteral } from "@skein/spec/literal";
import { formatMemory } from "../../../flyte/size.ts";
import { Facts } from "./facts.tsx";

/** The figures behind a reason, where the sentence does not hold them all. */
export function WhyFacts({ why: { kind } }: { readonly why: Why }) {
  switch (kind.case) {
    case "armNotTaken":
      return <ValuesRead values={kind.value.values} />;
    case "resources": {
      const { cpuWanted, cpuFree, cpuTotal, memoryWantedBytes, memoryFreeBytes, memoryTotalBytes, before } = kind.value;
      return (
        <Facts
          rows={[
            ["CPU", `wants ${cpuWanted}, ${cpuFree} of ${cpuTotal} free`],
            [
              "Memory",
              `wants ${formatMemory(memoryWantedBytes)}, ${formatMemory(memoryFreeBytes)} of ${formatMemory(memoryTotalBytes)} free`,
            ],
            ["Before it", before === 0 ? "nobody" : `${before} waiting`],
          ]}
        />
      );
    }
    default:
      return undefined;
  }
}

function ValuesRead({ values }: { readonly values: Readonly<Record<string, Literal>> }) {
  const rows = Object.entries(values).map(([name, literal]) => [name, summarizeLiteral(literal)] as const);
  return rows.length === 0 ? undefined : <Facts rows={rows} />;
}

import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { IconName } from "../ui/icon-shapes.tsx";

/** As long as what a person writes; Flyte itself sets versions no bound. */
const LONGEST = 32;

/** A version for narrow places: hashes are cut to seven digits, what a person wrote stays whole within reason. */
export function shortVersion(version: string): string {
  if (/^[0-9a-f]{12,}$/i.test(version)) return version.slice(0, 7);
  return version.length > LONGEST ? `${version.slice(0, LONGEST - 1)}…` : version;
}

/** A version beside its name; whole on hover. */
export function Version({ version }: { readonly version: string }) {
  const short = shortVersion(version);
  return (
    <span className="mono text-axis whitespace-nowrap text-faint" title={short === version ? undefined : version}>
      {short}
    </span>
  );
}

interface EntityKind {
  readonly word: string;
  readonly icon: IconName;
}

const kinds = {
  [ResourceType.UNSPECIFIED]: { word: "Entity", icon: "file" },
  [ResourceType.TASK]: { word: "Task", icon: "task" },
  [ResourceType.WORKFLOW]: { word: "Workflow", icon: "workflow" },
  [ResourceType.LAUNCH_PLAN]: { word: "Launch plan", icon: "launchPlan" },
  [ResourceType.DATASET]: { word: "Dataset", icon: "file" },
} as const satisfies Record<ResourceType, EntityKind>;

/** The word and glyph of what an identifier names. */
export function entityKind(type: ResourceType | undefined): EntityKind {
  return kinds[type ?? ResourceType.UNSPECIFIED] ?? kinds[ResourceType.UNSPECIFIED];
}

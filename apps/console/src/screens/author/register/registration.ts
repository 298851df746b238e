/** Registering a draft's text, and what came of it in words. */
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  CheckedEntity_Change as Change,
  type CheckedEntity,
  CompilerMode,
  type RegisterResponse,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Preferences } from "../../../frame/preferences.ts";
import { launchPath, type Scope } from "../../../paths.ts";
import { consoleApi } from "../../../transport.ts";

/** What is registered: one text, by the rules it was judged by. */
export interface Registering extends Scope {
  readonly name: string;
  readonly text: string;
  readonly rules: Preferences["rules"];
}

const modes = {
  strict: CompilerMode.STRICT,
  "flyte-1.16": CompilerMode.FLYTE_1_16,
} as const satisfies Record<Preferences["rules"], CompilerMode>;

export function register({ project, domain, name, text, rules }: Registering): Promise<RegisterResponse> {
  const files = [{ name, content: new TextEncoder().encode(text) }];
  return consoleApi.register({ project, domain, version: "", mode: modes[rules], files });
}

const changeWords = {
  [Change.CHANGE_UNSPECIFIED]: "",
  [Change.NEW]: "new",
  [Change.SAME]: "same",
  [Change.CHANGED]: "changed",
  [Change.CONFLICT]: "in conflict",
} as const satisfies Record<Change, string>;

/** "2 new, 1 same". */
export function changeCounts(entities: readonly CheckedEntity[]): string {
  return [Change.NEW, Change.CHANGED, Change.SAME, Change.CONFLICT]
    .flatMap((change) => {
      const count = entities.filter((each) => each.change === change).length;
      return count === 0 ? [] : [`${count} ${changeWords[change]}`];
    })
    .join(", ");
}

/** Where the launch form of a workflow of this registration is; without a name, of its last one. */
export function launchOf(scope: Scope, entities: readonly CheckedEntity[], workflow: string): string | undefined {
  const workflows = entities.filter(({ id }) => id?.resourceType === ResourceType.WORKFLOW);
  const { id } = workflows.find((each) => each.id?.name === workflow) ?? workflows.at(-1) ?? {};
  return id && launchPath(scope, { kind: "workflow", name: id.name, version: id.version });
}

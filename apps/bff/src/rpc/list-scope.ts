/** The project, domain and, where given, name a list request asks for. */
import type { NamedEntityIdentifier } from "@skein/spec/gen/flyteidl/admin/common_pb";
import { requireText, requireValue } from "../admin/request-checks.ts";
import type { Scope } from "../store/database.ts";
import type { NameScope } from "../store/lists.ts";

export function requireNameScope(id: NamedEntityIdentifier | undefined): NameScope {
  const { project, domain, name } = requireValue(id, "id");
  return { ...requireScope({ project, domain }), name };
}

export function requireScope({ project, domain }: Scope): Scope {
  requireText(project, "project");
  requireText(domain, "domain");
  return { project, domain };
}

import type { Identifier, WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";

/**
 * Every URL of the console, built and parsed here and nowhere else.
 *
 * Paths are relative to the base `/console`; those of executions and workflows match what Flyte's SDK and CLI print.
 * Names and versions are percent-encoded segments.
 */

export interface Scope {
  readonly project: string;
  readonly domain: string;
}

/** What a launch form is asked for by its URL. */
export interface LaunchTarget {
  readonly kind: "workflow" | "launchPlan" | "task";
  readonly name: string;
  readonly version?: string | undefined;
  /** Take the inputs of this execution (its name). */
  readonly from?: string | undefined;
}

export const basename = "/console";

const segment = encodeURIComponent;

function withSearch(path: string, search: Record<string, string | undefined>): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

export const homePath = "/";

export function projectPath({ project, domain }: Scope): string {
  return `/projects/${segment(project)}/domains/${segment(domain)}`;
}

/** @param filter.q text of the list's filter: "status:failed workflow:etl.*" */
export function executionsPath(
  scope: Scope,
  filter: { q?: string | undefined; sort?: string | undefined } = {},
): string {
  return withSearch(`${projectPath(scope)}/executions`, filter);
}

export function executionPath(
  id: Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">,
  search: Record<string, string | undefined> = {},
): string {
  return withSearch(`${projectPath(id)}/executions/${segment(id.name)}`, search);
}

/** @param others names, in the same project and domain */
export function comparePath(
  id: Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">,
  others: readonly string[],
): string {
  return withSearch(`${executionPath(id)}/compare`, { with: others.join(",") });
}

export function workflowsPath(scope: Scope, search: { q?: string | undefined } = {}): string {
  return withSearch(`${projectPath(scope)}/workflows`, search);
}

/** Without a version: the newest. */
export function workflowPath(
  id: Pick<Identifier, "project" | "domain" | "name"> & { version?: string | undefined },
): string {
  const path = `${projectPath(id)}/workflows/${segment(id.name)}`;
  return id.version ? `${path}/versions/${segment(id.version)}` : path;
}

export function launchPath(scope: Scope, target: LaunchTarget): string {
  const { kind, name, version, from } = target;
  return withSearch(`${projectPath(scope)}/launch`, { kind, name, version, from });
}

export function uploadPath(scope?: Scope): string {
  return withSearch("/upload", { project: scope?.project, domain: scope?.domain });
}

/** The page that a path and search show, in another project and domain. */
export function samePagePath(pathname: string, search: string, to: Scope): string {
  const rest = /^\/projects\/[^/]+\/domains\/[^/]+(.*)$/.exec(pathname)?.[1];
  if (rest !== undefined) return `${projectPath(to)}${rest}${search}`;
  return withSearch(pathname, { ...Object.fromEntries(new URLSearchParams(search)), ...to });
}

/** What the editor is opened with; at most one. Nothing: its drafts. */
export interface AuthorTarget {
  /** Name of a draft. */
  readonly draft?: string | undefined;
  /** File name of an example. */
  readonly example?: string | undefined;
  /** Identifier text of a registered workflow. */
  readonly workflow?: string | undefined;
}

export function authorPath(scope: Scope | undefined, { draft, example, workflow }: AuthorTarget = {}): string {
  return withSearch("/author", { project: scope?.project, domain: scope?.domain, draft, example, workflow });
}

/** Gates that wait for somebody. */
export function inboxPath(scope?: Scope): string {
  return withSearch("/inbox", { project: scope?.project, domain: scope?.domain });
}

export function settingsPath(section: SettingsSection = "appearance"): string {
  return `/settings/${section}`;
}

export type SettingsSection = "appearance" | "about";

/** Route parameters as react-router hands them over, already decoded. */
type Params = Readonly<Record<string, string | undefined>>;

/** Undefined where the route has no project and domain. */
export function findScope({ project, domain }: Params): Scope | undefined {
  return project && domain ? { project, domain } : undefined;
}

/** Undefined when the search names no target. */
export function findLaunchTarget(search: URLSearchParams): LaunchTarget | undefined {
  const name = search.get("name");
  if (!name) return undefined;
  const asked = search.get("kind");
  const kind = asked === "task" || asked === "launchPlan" ? asked : "workflow";
  return { kind, name, version: search.get("version") ?? undefined, from: search.get("from") ?? undefined };
}

export function findAuthorTarget(search: URLSearchParams): AuthorTarget {
  return {
    draft: search.get("draft") || undefined,
    example: search.get("example") || undefined,
    workflow: search.get("workflow") || undefined,
  };
}

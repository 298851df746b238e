import {
  authorPath,
  executionPath,
  executionsPath,
  findScope,
  projectPath,
  type Scope,
  workflowPath,
  workflowsPath,
} from "../paths.ts";

export interface Crumb {
  readonly text: string;
  /** Absent for the page itself and for what has no page. */
  readonly to?: string;
  /** An identifier: shown in mono. */
  readonly isName?: boolean;
}

/** Where a path stands, from the project down to the page. Anything it does not know gets no crumbs. */
export function crumbsOf(pathname: string, search: URLSearchParams): Crumb[] {
  const [first, ...rest] = pathname.split("/").filter(Boolean).map(decode);
  if (first === "upload" || first === "author") {
    const scope = findScope({ project: search.get("project") ?? undefined, domain: search.get("domain") ?? undefined });
    const above = scope ? homeOf(scope) : [];
    if (first === "upload") return [...above, { text: "Upload" }];
    const draft = search.get("draft");
    return [...above, ...(draft ? [{ text: "Author", to: authorPath(scope) }, { text: draft }] : [{ text: "Author" }])];
  }
  if (first === "inbox") {
    const scope = findScope({ project: search.get("project") ?? undefined, domain: search.get("domain") ?? undefined });
    return [...(scope ? homeOf(scope) : []), { text: "Inbox" }];
  }
  if (first === "settings") return [{ text: "Settings" }]; // its sections are tabs of the one page
  const [project, , domain, section, name, page, version] = rest;
  if (first !== "projects" || !project || !domain) return [];
  const scope = { project, domain };
  const home: Crumb[] = [
    { text: project, to: projectPath(scope) },
    { text: domain, to: projectPath(scope) },
  ];
  const own = executionPath({ ...scope, name: name ?? "" });
  switch (section) {
    case "executions":
      return [...home, ...under({ text: "Executions", to: executionsPath(scope) }, name, page && "Compare", own)];
    case "workflows":
      return [
        ...home,
        ...under(
          { text: "Workflows", to: workflowsPath(scope) },
          name,
          version,
          workflowPath({ ...scope, name: name ?? "" }),
        ),
      ];
    case "launch": {
      const target = search.get("name");
      const isWorkflow = (search.get("kind") ?? "workflow") === "workflow";
      const of: Crumb[] = isWorkflow
        ? [
            { text: "Workflows", to: workflowsPath(scope) },
            ...(target ? [{ text: target, to: workflowPath({ ...scope, name: target }), isName: true }] : []),
          ]
        : [];
      return [...home, ...of, { text: "Launch" }];
    }
    default:
      return home.map(({ text }) => ({ text }));
  }
}

function homeOf(scope: Scope): Crumb[] {
  const to = projectPath(scope);
  return [
    { text: scope.project, to },
    { text: scope.domain, to },
  ];
}

function under(section: Crumb & { readonly to: string }, name?: string, version?: string, namePath?: string): Crumb[] {
  if (!name) return [{ text: section.text }];
  if (!version || !namePath) return [section, { text: name, isName: true }];
  return [section, { text: name, to: namePath, isName: true }, { text: version, isName: version !== "Compare" }];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray % typed by hand
  }
}

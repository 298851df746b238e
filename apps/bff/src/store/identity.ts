/** How rows name things: the four parts of an Identifier, the three of a WorkflowExecutionIdentifier. */

/** project, domain, name and version of a task, workflow or launch plan. */
export interface EntityName {
  readonly project: string;
  readonly domain: string;
  readonly name: string;
  readonly version: string;
}

export interface ExecutionName {
  readonly project: string;
  readonly domain: string;
  readonly name: string;
}

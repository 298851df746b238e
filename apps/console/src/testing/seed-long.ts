import { type ConsoleImpl, seededConsole } from "./fake-console.ts";
import { domain, project, seedExecutions } from "./seed-executions.ts";
import { seedLaunchForm } from "./seed-launch.ts";

/** Everything as long as it may come: Flyte bounds neither versions nor descriptions, and names need no spaces. */

const name = "etl.publish_the_features_of_the_day_after_all_checks_have_passed_in_every_region_and_for_every_tenant";
const version = "release-candidate".repeat(300);
const description = "Extract, check and publish the day's features, region by region. ".repeat(30);

const rows = seedExecutions(12);
for (const { workflow } of rows) if (workflow) Object.assign(workflow, { name, version });
const full = seededConsole(rows);

export const longConsole: ConsoleImpl = {
  ...full,
  listWorkflows: () => ({
    workflows: [{ id: { project, domain, name, version }, description, versions: 3, recent: rows }],
    total: 1n,
  }),
  getWorkflow: async (request, context) => ({ ...(await full.getWorkflow?.(request, context)), description }),
  getLaunchForm: () => Object.assign(seedLaunchForm(name, false), { description, versions: [version, "v1"] }),
};

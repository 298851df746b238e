/** Which executions a bulk job is about, named once and for all when it starts. */
import type { StartBulkRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../../store/database.ts";
import { executionNames } from "../../store/execution-queries.ts";
import { filterOf } from "../views/execution-list.ts";
import type { Job } from "./bulk-jobs.ts";

const MOST = 10_000;

class WrongTargets extends Problem {
  readonly kind = "invalid";
}

/** @throws WrongTargets for none, or more than ten thousand; NotHere for a job that nobody remembers */
export function namesIn(
  db: Database,
  { targets, project, domain }: StartBulkRequest,
  jobOf: (id: string) => Job,
  now: number,
): readonly string[] {
  const names = listed();
  if (names.length === 0)
    throw new WrongTargets("A bulk job needs executions: name some, or give a filter that finds some");
  if (names.length > MOST)
    throw new WrongTargets(`More than ${MOST.toLocaleString("en")} executions match; narrow the filter`);
  return [...new Set(names)];

  /** The same name is another execution in another project. */
  function jobHere(id: string): Job {
    const job = jobOf(id);
    if (job.scope.project !== project || job.scope.domain !== domain)
      throw new WrongTargets(
        `The bulk job ${id} was of ${job.scope.project}, ${job.scope.domain}; name its executions there`,
      );
    return job;
  }

  function listed(): readonly string[] {
    switch (targets.case) {
      case "names":
        return targets.value.names;
      case "query":
        return executionNames(db, filterOf({ project, domain, query: targets.value.text }, now), MOST + 1);
      case "failedOf":
        return jobHere(targets.value).failed;
      case "doneOf":
        return jobHere(targets.value).done;
      case undefined:
        return [];
      default:
        return assertNever(targets, "bulk targets");
    }
  }
}

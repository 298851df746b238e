/**
 * Task types that are more than their container (execution.md §7): an operator makes a cluster around it, or a
 * connector runs something elsewhere. The container alone would be another task, so it is not run.
 */
import { Problem } from "@skein/spec/problem";

/** Reached by a task that a dynamic one asked for: a launch refuses all others. Permanent. */
export class UnsupportedTaskType extends Problem {
  readonly kind = "invalid";
}

const operators: ReadonlySet<string> = new Set(["spark", "ray", "dask", "pytorch", "tensorflow", "mpi"]);

/** Those whose SDK gives them a container besides; without one, a type is refused as such. */
const connectors: ReadonlySet<string> = new Set([
  "airflow",
  "databricks",
  "mmcloud_task",
  "perian_task",
  "sensor",
  "slurm",
  "slurm_fn",
]);

/** What the type needs, as the end of a sentence: "which needs a Kubernetes operator"; undefined: nothing more. */
export function foreignNeed(type: string): string | undefined {
  if (operators.has(type)) return "which needs a Kubernetes operator and cannot be run here";
  if (connectors.has(type)) return "which needs a connector and cannot be run here";
  return undefined;
}

/** @throws UnsupportedTaskType */
export function refuseForeignType(type: string): void {
  const need = foreignNeed(type);
  if (need !== undefined) throw new UnsupportedTaskType(`The task is of type ${type}, ${need}`);
}

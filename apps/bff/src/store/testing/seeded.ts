/** For tests: a database in memory with one project, one workflow and, where asked for, one execution. */
import { create, toBinary } from "@bufbuild/protobuf";
import { ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type Database, openDatabase } from "../database.ts";
import { insertExecution } from "../executions.ts";
import type { NewExecution } from "../tables.ts";
import { insertWorkflow } from "../workflows.ts";

export interface Seeded {
  readonly db: Database;
  readonly workflowId: number;
  /** @returns the new row's id */
  launch(name: string, fields?: Partial<NewExecution>): number;
}

export function seededDatabase(file = ":memory:"): Seeded {
  const db = openDatabase(file);
  const workflowId = db.transaction((change) =>
    insertWorkflow(db, change, {
      project: "flytesnacks",
      domain: "development",
      name: "hello",
      version: "v1",
      short_description: "",
      typed_interface: toBinary(TypedInterfaceSchema, create(TypedInterfaceSchema)),
      digest: new Uint8Array(32),
      closure: toBinary(CompiledWorkflowClosureSchema, create(CompiledWorkflowClosureSchema)),
      node_count: 1,
      created_at: 1_000,
    }),
  );
  const empty = toBinary(LiteralMapSchema, create(LiteralMapSchema));
  const launch: Seeded["launch"] = (name, fields = {}) =>
    db.transaction((change) =>
      insertExecution(
        db,
        change,
        {
          execution_project: "flytesnacks",
          execution_domain: "development",
          execution_name: name,
          workflow_id: workflowId,
          launch_entity: "",
          phase: "UNDEFINED",
          mode: 0,
          user: "",
          spec: toBinary(ExecutionSpecSchema, create(ExecutionSpecSchema)),
          inputs: empty,
          user_inputs: empty,
          state_changed_at: 2_000,
          created_at: 2_000,
          updated_at: 2_000,
          ...fields,
        },
        [],
      ),
    );
  return { db, workflowId, launch };
}

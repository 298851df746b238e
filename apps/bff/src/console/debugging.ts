/** What somebody does at the breakpoints of an execution: set, clear, list; go on, step, give other inputs. */
import { create } from "@bufbuild/protobuf";
import type { ServiceImpl } from "@connectrpc/connect";
import { resolveInputs } from "@skein/compiler/admission";
import { literalType } from "@skein/compiler/castable";
import { type Parameter, ParameterMapSchema, ParameterSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type ConsoleService, ListBreakpointsResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Problem } from "@skein/spec/problem";
import type { RunLoop } from "../run-loop/loop.ts";
import type { Database } from "../store/database.ts";
import { breakpointsOf } from "../store/executions.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import type { ExecutionRow, NodeExecutionRow } from "../store/tables.ts";
import { getExecutionRow, NotHere } from "./find.ts";
import { breakpointMessage, readBreakpoint, readPlace } from "./views/breakpoints.ts";
import type { Drawn } from "./views/closure.ts";
import { inputTypesOf } from "./views/input-types.ts";

interface DebuggingParts {
  readonly db: Database;
  readonly loop: Pick<RunLoop, "debugging">;
  readonly drawnOf: (row: ExecutionRow) => Drawn;
}

type Calls = "setBreakpoint" | "clearBreakpoint" | "listBreakpoints" | "continue" | "step" | "editInputs";

class InvalidInputs extends Problem {
  readonly kind = "invalid";
}

export function debuggingCalls({ db, loop, drawnOf }: DebuggingParts): Pick<ServiceImpl<typeof ConsoleService>, Calls> {
  const { debugging } = loop;
  return {
    setBreakpoint({ execution, breakpoint }) {
      const row = getExecutionRow(db, execution);
      const pathOf = (nodeId: string) => findNodeExecution(db, row.id, nodeId)?.path;
      debugging.set(row.id, readBreakpoint(breakpoint, drawnOf(row), pathOf));
      return {};
    },
    clearBreakpoint({ execution, breakpoint }) {
      debugging.clear(getExecutionRow(db, execution).id, readPlace(breakpoint));
      return {};
    },
    listBreakpoints({ execution }) {
      const breakpoints = breakpointsOf(getExecutionRow(db, execution)).map(breakpointMessage);
      return create(ListBreakpointsResponseSchema, { breakpoints });
    },
    continue({ execution, nodeId }) {
      debugging.letGo(getExecutionRow(db, execution).id, nodeId, "continued");
      return {};
    },
    step({ execution, nodeId }) {
      debugging.letGo(getExecutionRow(db, execution).id, nodeId, "stepped");
      return {};
    },
    async editInputs({ execution, nodeId, inputs }) {
      const row = getExecutionRow(db, execution);
      const node = findNodeExecution(db, row.id, nodeId);
      if (!node) throw new NotHere(`${nodeId} of ${row.execution_name} has not begun; it has no inputs yet`);
      const before = await debugging.inputsOf(row.id, nodeId);
      const edited = checkedInputs(drawnOf(row), node, before, inputs ?? create(LiteralMapSchema));
      await debugging.editInputs(row.id, nodeId, edited);
      return {};
    },
  };
}

/** Those given in the place of those before, of their types. @throws InvalidInputs, naming each that does not fit */
function checkedInputs(
  drawn: Drawn,
  { path, node_id }: NodeExecutionRow,
  before: LiteralMap,
  given: LiteralMap,
): LiteralMap {
  const types = inputTypesOf(drawn, path);
  const parameters = Object.entries(before.literals).map(([name, value]): [string, Parameter] => {
    const type = types.get(name) ?? literalType(value);
    return [name, create(ParameterSchema, { ...(type && { var: { type } }), behavior: { case: "default", value } })];
  });
  const expected = create(ParameterMapSchema, { parameters: Object.fromEntries(parameters) });
  const { inputs, diagnostics } = resolveInputs({ expected, fixed: create(LiteralMapSchema), given });
  const refused = diagnostics.filter(({ severity }) => severity === "error");
  if (refused.length > 0 || !inputs)
    throw new InvalidInputs(`The inputs do not fit ${node_id}: ${refused.map(({ message }) => message).join("; ")}`);
  return inputs;
}

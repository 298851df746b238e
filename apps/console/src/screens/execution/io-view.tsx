import type { TypedInterface, VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { LiteralMapView } from "../../flyte/literal-view.tsx";
import { Card } from "../../ui/card.tsx";

/** What went into the execution and what came out. */
export function IoView({ view, ongoing }: { readonly view: ExecutionView; readonly ongoing: boolean }) {
  const outputsNone = ongoing
    ? "Outputs come when the execution succeeds."
    : view.outputs === undefined
      ? "It ended without outputs."
      : "It gives no outputs.";
  const { id: execution } = view.execution ?? {};
  return (
    <div className="grid h-full content-start gap-4 overflow-y-auto bg-bg p-4 lg:grid-cols-2">
      <Card title="Inputs">
        <div className="p-3">
          <LiteralMapView
            map={view.inputs}
            types={typesOf(view.interface, "inputs")}
            source={execution && { execution, side: "inputs" }}
            none="It takes no inputs."
          />
        </div>
      </Card>
      <Card title="Outputs">
        <div className="p-3">
          <LiteralMapView
            map={view.outputs}
            types={typesOf(view.interface, "outputs")}
            source={execution && { execution, side: "outputs" }}
            none={outputsNone}
          />
        </div>
      </Card>
    </div>
  );
}

/** Declared types by name. */
export function typesOf(typed: TypedInterface | undefined, side: "inputs" | "outputs") {
  const map: VariableMap | undefined = typed?.[side];
  return Object.fromEntries(Object.entries(map?.variables ?? {}).map(([name, { type }]) => [name, type]));
}

import type { EdgeBinding } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useState } from "react";
import { useGraph } from "./graph-context.ts";
import type { VisibleEdge } from "./visible.ts";

const MOST = 8;
/** A pointer on its way elsewhere asks for nothing. */
const REST_MS = 150;

/** Which output feeds which input, of what type, and what went through: for as many as fit. */
export function BindingLines({ edge }: { readonly edge: VisibleEdge }) {
  const values = useOutputs(edge.from);
  const rest = edge.bindings.length - MOST;
  return (
    <>
      {edge.bindings.slice(0, MOST).map((binding) => (
        <BindingLine key={`${binding.output}→${binding.input}`} binding={binding} value={values?.get(binding.output)} />
      ))}
      {rest > 0 ? <div className="text-axis text-muted">and {rest} more</div> : undefined}
    </>
  );
}

function BindingLine({ binding: { output, input, type }, value }: { binding: EdgeBinding; value: string | undefined }) {
  return (
    <div className="mono truncate text-axis leading-4">
      {output} <span className="text-faint">→</span> {input}
      {type ? <span className="text-muted">: {type}</span> : undefined}
      {value === undefined ? undefined : <span> = {value}</span>}
    </div>
  );
}

/** What the node wrote, once the pointer rests; undefined until then, and of what has written nothing. */
function useOutputs(path: string): ReadonlyMap<string, string> | undefined {
  const { readOutputs } = useGraph();
  const [values, setValues] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    if (!readOutputs) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      readOutputs(path).then(
        (found) => isCurrent && setValues(found),
        () => undefined, // the lines say the rest
      );
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [path, readOutputs]);
  return values;
}

import type { TypedInterface, VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { formatLiteralType } from "@skein/spec/literal-type";

/** What goes in and what comes out, with types and descriptions. */
export function InterfaceTable({ interface: typed }: { readonly interface: TypedInterface | undefined }) {
  return (
    <div className="flex flex-col gap-4">
      <Variables title="Inputs" map={typed?.inputs} none="It takes no inputs." />
      <Variables title="Outputs" map={typed?.outputs} none="It gives no outputs." />
    </div>
  );
}

interface VariablesProps {
  readonly title: string;
  readonly map: VariableMap | undefined;
  readonly none: string;
}

function Variables({ title, map, none }: VariablesProps) {
  const variables = Object.entries(map?.variables ?? {});
  return (
    <section>
      <h3 className="mb-1 text-axis font-strong text-faint">{title}</h3>
      {variables.length === 0 ? (
        <p className="text-meta text-muted">{none}</p>
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          {variables.map(([name, { type, description }]) => (
            <div key={name} className="contents">
              <dt className="mono font-strong">{name}</dt>
              <dd className="min-w-0">
                <span className="mono wrap-anywhere text-muted">{formatLiteralType(type)}</span>
                {description ? (
                  <span className="line-clamp-2 text-meta wrap-anywhere text-muted" title={description}>
                    {description}
                  </span>
                ) : undefined}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

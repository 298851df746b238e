import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { MapItemView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { LiteralMapView } from "../../../flyte/literal-view.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { AttemptList } from "../node/attempt-list.tsx";
import { Section } from "../node/section.tsx";

interface MapItemValuesProps {
  readonly view: MapItemView;
  /** Of the node: the element's own are those of its lists' members. */
  readonly types: TypedInterface | undefined;
  readonly onLogs: () => void;
}

/** What went wrong with an element, what it read and wrote, and its attempts. */
export function MapItemValues({ view: { item, error, inputs, outputs, attempts }, types, onLogs }: MapItemValuesProps) {
  return (
    <>
      {error?.message ? (
        <Section title="Error" action={<CopyButton text={error.message} what="error" className="-my-1" />}>
          <pre className="max-h-80 overflow-auto rounded-control border border-line bg-raised px-3 py-2.5 font-mono text-code wrap-anywhere whitespace-pre-wrap">
            {error.message}
          </pre>
        </Section>
      ) : undefined}
      <Section title="Inputs">
        <LiteralMapView map={inputs} types={orderOf(types, "inputs")} none="Its inputs cannot be read." />
      </Section>
      <Section title="Outputs">
        <LiteralMapView
          map={outputs}
          types={orderOf(types, "outputs")}
          none={item?.endedAt ? "It ended without outputs." : "Outputs come when it succeeds."}
        />
      </Section>
      {attempts.length > 0 ? <AttemptList attempts={attempts} maxAttempts={0} onLogs={onLogs} /> : undefined}
    </>
  );
}

/** The names in the order that the node declares them, without its types, which are lists. */
const orderOf = (types: TypedInterface | undefined, side: "inputs" | "outputs") =>
  Object.fromEntries(Object.keys(types?.[side]?.variables ?? {}).map((name) => [name, undefined]));

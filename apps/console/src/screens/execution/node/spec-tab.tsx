import { SpecChange_Layer as Layer, type NodeView, type SpecChange } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Fragment } from "react";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";
import { Section } from "./section.tsx";

/** The task template with the node's overrides, and all that is otherwise here than it was registered. */
export function SpecTab({ view: { specJson, specChanges } }: { readonly view: NodeView }) {
  if (!specJson)
    return (
      <EmptyFace icon="file" title="This node has no task template">
        Sub-workflows, branches and gates are described by the workflow itself.
      </EmptyFace>
    );
  return (
    <>
      {specChanges.length > 0 ? (
        <Section title="Changed from what was registered">
          <Changes changes={specChanges} />
        </Section>
      ) : undefined}
      <div className="p-4">
        <CodeBlock code={pretty(specJson)} what="spec" />
      </div>
    </>
  );
}

const layers = {
  [Layer.LAYER_UNSPECIFIED]: "unknown",
  [Layer.NODE]: "node override",
  [Layer.LAUNCH]: "launch",
  [Layer.PROJECT_DEFAULT]: "project default",
  [Layer.PROJECT_LIMIT]: "project limit",
} as const satisfies Record<Layer, string>;

function Changes({ changes }: { readonly changes: readonly SpecChange[] }) {
  const hasOthers = changes.some(({ layer }) => layer !== Layer.NODE);
  return (
    <>
      <table className="w-full text-left text-meta leading-4.5">
        <caption className="sr-only">Fields of the task template that were changed</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Change</th>
            <th scope="col">Changed by</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ layer, field, before, after }) => (
            <tr key={`${layer} ${field}`} className="align-top">
              <td className="mono py-0.5 pr-3 wrap-anywhere">
                <Path text={field} />
              </td>
              <td className="min-w-24 py-0.5 pr-3 wrap-anywhere">
                <span className="text-muted">{before || "not said"}</span>
                <span aria-hidden="true"> → </span>
                <span className="sr-only"> becomes </span>
                <span className="font-strong">{after || "not said"}</span>
              </td>
              <td className="py-0.5 text-right whitespace-nowrap text-muted">{layers[layer] ?? layers[0]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1.5 text-meta text-muted">
        {hasOthers
          ? "The template below holds what the node overrides; what the launch and the project set is added when it starts."
          : "The template below holds them."}
      </p>
    </>
  );
}

/** May go on in the next line after a dot. */
function Path({ text }: { readonly text: string }) {
  return text.split(".").map((word, at) => (
    <Fragment key={word}>
      {at > 0 ? "." : ""}
      {at > 0 ? <wbr /> : undefined}
      {word}
    </Fragment>
  ));
}

/** Numbers in it are strings already (protobuf-JSON), so nothing is lost on the way. */
function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}

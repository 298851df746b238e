import { Fragment } from "react";

/** A message with its names set as code: they stand in quotes, or in backticks. */
export function ProblemWords({ text }: { readonly text: string }) {
  return text.split(/("[^"\s]+"|`[^`]+`|\$\{[^}\s]*\})/).map((part, at) => {
    const name = at % 2 === 0 ? undefined : part.replace(/^["`]|["`]$/g, "");
    return name === undefined ? (
      <Fragment key={at}>{part}</Fragment>
    ) : (
      <code key={at} className="mono">
        {name}
      </code>
    );
  });
}

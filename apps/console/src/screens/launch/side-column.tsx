import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { summarizeLiteral } from "@skein/spec/literal";
import { Link } from "react-router";
import { executionPath, type Scope } from "../../paths.ts";
import { CodeBlock } from "../../ui/code-block.tsx";

export interface Difference {
  readonly name: string;
  readonly was: Literal | undefined;
  readonly is: Literal | "not valid" | undefined;
}

interface SideColumnProps {
  readonly scope: Scope;
  /** The execution the inputs were taken from. */
  readonly from: string | undefined;
  /** Inputs of that execution which this version no longer has. */
  readonly dropped: readonly string[];
  readonly differences: readonly Difference[];
  readonly command: string;
  /** Every field is right; else the command leaves out what is not. */
  readonly isComplete: boolean;
}

/** Beside the form: the same launch from a shell, and what was changed. */
export function SideColumn({ scope, from, dropped, differences, command, isComplete }: SideColumnProps) {
  return (
    <aside
      aria-label="About this launch"
      className="min-w-0 border-l border-line bg-bg lg:overflow-y-auto max-lg:border-t max-lg:border-l-0"
    >
      <section className="border-b border-line p-4">
        <h2 className="mb-2 text-meta font-semibold">The same from a shell</h2>
        <CodeBlock code={command} what="command" className="bg-surface" disabled={!isComplete} />
        {isComplete ? undefined : (
          <p className="mt-1.5 text-meta text-muted">It can be copied once every field is right.</p>
        )}
      </section>
      {dropped.length > 0 ? (
        <section className="border-b border-line p-4">
          <h2 className="mb-1 text-meta font-semibold">Not taken over</h2>
          <p className="text-meta text-muted">
            This version has no {dropped.length === 1 ? "input" : "inputs"}{" "}
            {dropped.map((name, at) => (
              <span key={name}>
                {at > 0 ? ", " : ""}
                <span className="mono">{name}</span>
              </span>
            ))}
            , which the source execution had.
          </p>
        </section>
      ) : undefined}
      <section className="p-4">
        <h2 className="mb-2 text-meta font-semibold">
          {from ? (
            <>
              Differs from{" "}
              <Link
                to={executionPath({ ...scope, name: from })}
                className="mono font-medium text-accent hover:underline"
              >
                {from}
              </Link>
            </>
          ) : (
            "Differs from the defaults"
          )}
        </h2>
        {differences.length === 0 ? (
          <p className="text-meta text-muted">{from ? "The same inputs." : "In nothing: all defaults stand."}</p>
        ) : (
          <dl className="flex flex-col gap-2 text-meta">
            {differences.map(({ name, was, is }) => (
              <div key={name}>
                <dt className="mono font-strong">{name}</dt>
                <dd className="mono wrap-anywhere">
                  {was ? (
                    <s className="text-muted">{summarizeLiteral(was)}</s>
                  ) : (
                    <span className="text-muted">not set</span>
                  )}
                  {" → "}
                  {is === "not valid" ? (
                    <span className="text-fail">not valid</span>
                  ) : is ? (
                    summarizeLiteral(is)
                  ) : (
                    <span className="text-muted">not set</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </aside>
  );
}

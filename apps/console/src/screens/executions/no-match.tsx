import { splitTokens } from "@skein/spec/execution-filter/tokens";
import { useQueries } from "@tanstack/react-query";
import { executionsPath, type Scope } from "../../paths.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyFace } from "../../ui/faces.tsx";
import { type ExecutionFilter, withoutToken } from "./filter.ts";
import { countsQuery } from "./queries.ts";

interface NoMatchProps {
  readonly scope: Scope;
  readonly filter: ExecutionFilter;
  readonly onFilter: (text: string) => void;
}

/** A filter that leaves nothing: which part of it excludes the most, and how to be rid of it. */
export function NoMatch({ scope, filter, onFilter }: NoMatchProps) {
  const tokens = splitTokens(filter.text);
  const without = useQueries({
    queries: tokens.map((_, at) => ({
      ...countsQuery(scope, withoutToken(filter.text, at)),
      enabled: tokens.length > 1,
    })),
  });
  const freed = without.map(({ data }) => data?.total ?? 0n);
  const most = freed.reduce((best, total, at) => (total > (freed[best] ?? 0n) ? at : best), 0);
  const token = tokens[most];
  if (filter.text === "" || !token) {
    return (
      <EmptyFace
        icon="filter"
        title="There are no more executions"
        action={
          <LinkButton to={executionsPath(scope)} variant="primary">
            Show the newest
          </LinkButton>
        }
      />
    );
  }
  const count = freed[most] ?? 0n;
  return (
    <EmptyFace
      icon="filter"
      title="No execution matches all of this"
      action={
        <span className="flex gap-2">
          {tokens.length > 1 && count > 0n ? (
            <Button onClick={() => onFilter(withoutToken(filter.text, most))} variant="primary">
              Remove <span className="mono">{token.text}</span>
            </Button>
          ) : undefined}
          <LinkButton to={executionsPath(scope)} variant={tokens.length > 1 && count > 0n ? "plain" : "primary"}>
            Show all executions
          </LinkButton>
        </span>
      }
    >
      {tokens.length > 1 && count > 0n ? (
        <>
          <span className="mono">{token.text}</span> excludes the most: without it there {count === 1n ? "is" : "are"}{" "}
          {count.toLocaleString("en")}.
        </>
      ) : (
        <span className="mono">{filter.text}</span>
      )}
    </EmptyFace>
  );
}

import type { Example } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { fillBasket } from "../basket/basket.ts";
import { FailureFace } from "../frame/failure-face.tsx";
import { authorPath, type Scope, uploadPath } from "../paths.ts";
import { LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { SkeletonRows } from "../ui/faces.tsx";
import { Icon } from "../ui/icon.tsx";
import { examplesQuery } from "./queries.ts";

/** One press puts an example where dropped files go. */
export function Examples({ scope }: { readonly scope: Scope }) {
  const { data, error, refetch } = useQuery(examplesQuery());
  const navigate = useNavigate();
  const open = ({ name, content }: Example) => {
    fillBasket([{ name, content: content.slice() }]);
    void navigate(uploadPath(scope));
  };
  return (
    <Card title="Try an example">
      {data ? (
        <ul>
          {data.examples.map((example) => (
            <li key={example.name} className="flex items-center border-line pr-2 not-last:border-b">
              <button
                type="button"
                onClick={() => open(example)}
                className="group flex min-w-0 flex-1 items-center gap-3 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
              >
                <Icon name="workflow" className="text-faint" />
                <span className="min-w-0 flex-1">
                  <span className="flex items-baseline gap-2">
                    <span className="font-strong">{example.title || example.name}</span>
                    <span className="mono ml-auto text-axis text-faint">{example.name}</span>
                  </span>
                  <span className="line-clamp-2 text-meta text-muted" title={example.description}>
                    {example.description}
                  </span>
                </span>
                <Icon name="chevronRight" size={14} className="text-faint group-hover:text-fg" />
              </button>
              <LinkButton
                to={authorPath(scope, { example: example.name })}
                variant="ghost"
                size="small"
                icon="pen"
                aria-label={`Open ${example.name} in the editor`}
                title="Open in the editor"
              />
            </li>
          ))}
        </ul>
      ) : error ? (
        <FailureFace what="The examples could not be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} label="Loading examples" />
      )}
    </Card>
  );
}

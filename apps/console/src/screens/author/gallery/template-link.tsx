import type { Example } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { authorPath, type Scope } from "../../../paths.ts";
import { Icon } from "../../../ui/icon.tsx";

/** An example to begin with. */
export function TemplateLink({ scope, example }: { readonly scope: Scope; readonly example: Example }) {
  return (
    <li className="border-line not-last:border-b">
      <Link
        to={authorPath(scope, { example: example.name })}
        className="group flex items-center gap-3 px-3 py-2 -outline-offset-2 hover:bg-hover"
      >
        <Icon name="file" className="text-faint" />
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
      </Link>
    </li>
  );
}

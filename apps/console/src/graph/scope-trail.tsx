import type { Graph } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Icon } from "../ui/icon.tsx";
import { scopesOf } from "./scope.ts";

interface ScopeTrailProps {
  /** The whole. */
  readonly graph: Graph;
  readonly scope: string | undefined;
  readonly onScope: ((path: string | undefined) => void) | undefined;
}

/** Which container one has gone into, and the ways back out of it. */
export function ScopeTrail({ graph, scope, onScope }: ScopeTrailProps) {
  if (scope === undefined || !onScope) return undefined;
  const steps = [{ path: undefined, name: "Whole graph" }, ...scopesOf(graph, scope)];
  return (
    <nav
      aria-label="Containers gone into"
      className="absolute top-12 left-4 z-5 flex h-7 max-w-[calc(100%-2rem)] items-center gap-0.5 rounded-control border border-line-2 bg-surface px-1.5 text-meta max-sm:top-3"
    >
      {steps.map(({ path, name }, at) => (
        <span key={path ?? ""} className="flex min-w-0 items-center gap-0.5">
          {at > 0 ? <Icon name="chevronRight" size={12} className="text-faint" /> : undefined}
          {path === scope ? (
            <span aria-current="location" className="truncate px-1 font-strong">
              {name}
            </span>
          ) : (
            <button
              type="button"
              onClick={() => onScope(path)}
              className="h-6 truncate rounded-chip px-1 text-muted hover:bg-hover hover:text-fg"
            >
              {name}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}

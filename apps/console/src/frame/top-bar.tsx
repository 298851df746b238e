import { Fragment } from "react";
import { Link, useLocation, useSearchParams } from "react-router";
import type { Scope } from "../paths.ts";
import { IconButton } from "../ui/button.tsx";
import { ConnectionDot } from "./connection-dot.tsx";
import { crumbsOf } from "./crumbs.ts";
import { RunnerChip } from "./runner-chip.tsx";
import { SearchBox } from "./search-box.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

interface TopBarProps {
  readonly scope: Scope | undefined;
  readonly onMenu: () => void;
}

/** Where this is, a way to anywhere, and how the console and the runner are. */
export function TopBar({ scope, onMenu }: TopBarProps) {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const crumbs = crumbsOf(pathname, search);
  return (
    <header className="flex h-11 items-center gap-3 border-b border-line bg-surface pr-3 pl-4 max-md:pl-2">
      <span className="md:hidden">
        <IconButton icon="menu" label="Menu" onClick={onMenu} />
      </span>
      <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
        <ol className="flex items-center gap-1.5 overflow-hidden whitespace-nowrap text-muted">
          {crumbs.map((crumb, at) => {
            const isLast = at === crumbs.length - 1;
            const text = crumb.isName ? "mono" : "";
            return (
              <Fragment key={`${at} ${crumb.text}`}>
                {at > 0 ? (
                  <li aria-hidden="true" className="text-faint max-md:hidden">
                    /
                  </li>
                ) : undefined}
                <li className={isLast ? "min-w-0 truncate" : "max-md:hidden"}>
                  {crumb.to && !isLast ? (
                    <Link to={crumb.to} className={`hover:text-fg hover:underline ${text}`}>
                      {crumb.text}
                    </Link>
                  ) : (
                    <span
                      aria-current={isLast ? "page" : undefined}
                      className={`${isLast ? "font-strong text-fg" : ""} ${text}`}
                    >
                      {crumb.text}
                    </span>
                  )}
                </li>
              </Fragment>
            );
          })}
        </ol>
      </nav>
      <SearchBox key={`${scope?.project}/${scope?.domain}`} scope={scope} />
      <RunnerChip />
      <ConnectionDot />
      <ThemeSwitch />
    </header>
  );
}

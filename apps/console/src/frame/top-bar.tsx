import { Fragment } from "react";
import { Link, useLocation, useSearchParams } from "react-router";
import { Kbd } from "../ui/badge.tsx";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { ConnectionDot } from "./connection-dot.tsx";
import { type Crumb, crumbsOf } from "./crumbs.ts";
import { NoticeBell } from "./notices/notice-bell.tsx";
import { RunnerChip } from "./runner-chip.tsx";
import { keyWords } from "./shortcuts.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

interface TopBarProps {
  readonly onMenu: () => void;
  readonly onSearch: () => void;
}

/** Where this is, a way to anywhere, and how the console and the runner are. */
export function TopBar({ onMenu, onSearch }: TopBarProps) {
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
                <li className={`${isLast ? "" : "max-md:hidden"} ${crumbRoom(crumb, isLast)}`}>
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
      <SearchButton onSearch={onSearch} />
      <RunnerChip />
      <ConnectionDot />
      <NoticeBell />
      <ThemeSwitch />
    </header>
  );
}

/** Names give way first when there is little room, then the page's own word, and sections never. */
function crumbRoom({ isName }: Crumb, isLast: boolean): string {
  if (isName) return "min-w-0 shrink-[99] truncate";
  return isLast ? "min-w-0 truncate" : "flex-none";
}

/** Looks like the field it opens. */
function SearchButton({ onSearch }: Pick<TopBarProps, "onSearch">) {
  return (
    <button
      type="button"
      onClick={onSearch}
      className="flex h-7 w-70 flex-none items-center gap-2 rounded-control border border-control bg-bg pr-1.25 pl-2 text-meta text-muted hover:text-fg max-lg:w-50 max-sm:w-9 max-sm:justify-center"
    >
      <Icon name="search" size={14} className="text-faint" />
      <span className="flex-1 truncate text-left max-sm:sr-only">Search or run a command</span>
      <span aria-hidden="true" className="flex gap-0.5 max-sm:hidden">
        {keyWords("Mod+k").map((word) => (
          <Kbd key={word}>{word}</Kbd>
        ))}
      </span>
    </button>
  );
}

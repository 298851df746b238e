import { useLocation, useSearchParams } from "react-router";
import { LinkButton } from "../../ui/button.tsx";
import type { ExecutionFilter } from "./filter.ts";

interface PagerProps {
  readonly filter: ExecutionFilter;
  readonly shown: number;
  readonly total: bigint;
  /** Token of the next page; empty on the last. */
  readonly next: string;
  /** Of the page before: empty when that is the first, undefined on the first. */
  readonly newer: string | undefined;
}

/** Older, newer and newest; each page is an entry of the history. */
export function Pager({ filter, shown, total, next, newer }: PagerProps) {
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  if (next === "" && filter.token === "") return undefined;
  const to = (token: string) => {
    const params = new URLSearchParams(search);
    if (token) params.set("token", token);
    else params.delete("token");
    return { pathname, search: params.toString() };
  };
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 px-4 py-3 text-meta text-muted">
      <span>
        {shown} of {total.toLocaleString("en")} shown
      </span>
      <span className="ml-auto flex gap-2">
        {filter.token && newer !== "" ? <LinkButton to={to("")}>Newest</LinkButton> : undefined}
        {filter.token && newer !== undefined ? <LinkButton to={to(newer)}>Newer</LinkButton> : undefined}
        {next ? <LinkButton to={to(next)}>Older</LinkButton> : undefined}
      </span>
    </nav>
  );
}

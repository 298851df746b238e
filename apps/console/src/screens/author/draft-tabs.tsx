import { Link } from "react-router";
import type { Draft } from "../../drafts/draft.ts";
import { authorPath, type Scope } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";

interface DraftTabsProps {
  readonly scope: Scope;
  readonly drafts: readonly Draft[];
  readonly open: string;
}

/** The drafts of this project and domain; each is a page of its own. */
export function DraftTabs({ scope, drafts, open }: DraftTabsProps) {
  return (
    <nav
      aria-label="Drafts"
      className="flex h-8.5 flex-none items-stretch overflow-x-auto border-t border-line bg-bg px-2 text-meta"
    >
      {drafts.map(({ name }) => (
        <Link
          key={name}
          to={authorPath(scope, { draft: name })}
          aria-current={name === open ? "page" : undefined}
          className="flex items-center gap-1.5 px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-fg aria-[current=page]:bg-surface aria-[current=page]:text-fg aria-[current=page]:shadow-[inset_0_1.5px_var(--accent)]"
        >
          <Icon name="file" size={14} />
          {name}
        </Link>
      ))}
      <Link
        to={authorPath(scope)}
        title="All drafts, and new ones"
        className="flex items-center gap-1.5 px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-fg"
      >
        <Icon name="plus" size={14} />
        New
      </Link>
    </nav>
  );
}

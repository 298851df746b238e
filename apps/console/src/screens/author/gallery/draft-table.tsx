import { timestampFromMillis } from "@skein/spec/timestamp";
import { Link } from "react-router";
import type { Draft } from "../../../drafts/draft.ts";
import { RelativeTime } from "../../../flyte/time.tsx";
import { authorPath, type Scope } from "../../../paths.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";

interface DraftTableProps {
  readonly scope: Scope;
  readonly drafts: readonly Draft[];
  readonly onRename: (name: string) => void;
  readonly onDelete: (name: string) => void;
}

/** Drafts, the one written last first. */
export function DraftTable({ scope, drafts, onRename, onDelete }: DraftTableProps) {
  return (
    <ul>
      {drafts
        .toSorted((a, b) => b.savedAt - a.savedAt)
        .map(({ name, text, savedAt }) => (
          <li
            key={name}
            className="flex min-h-9 items-center gap-2.5 border-line px-3 not-last:border-b hover:bg-hover"
          >
            <Icon name="file" size={14} className="text-faint" />
            <Link
              to={authorPath(scope, { draft: name })}
              className="min-w-0 flex-1 truncate font-strong hover:underline"
            >
              {name}
            </Link>
            <span className="text-meta text-muted max-sm:hidden">{lineWords(text)}</span>
            <span className="w-28 text-right text-meta whitespace-nowrap text-muted">
              <RelativeTime at={timestampFromMillis(savedAt)} />
            </span>
            <IconButton icon="pen" size="small" label={`Rename ${name}`} onClick={() => onRename(name)} />
            <IconButton icon="trash" size="small" label={`Delete ${name}`} onClick={() => onDelete(name)} />
          </li>
        ))}
    </ul>
  );
}

function lineWords(text: string): string {
  const count = text.trimEnd() === "" ? 0 : text.trimEnd().split("\n").length;
  return count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`;
}

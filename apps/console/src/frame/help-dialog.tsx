import { Link } from "react-router";
import { settingsPath } from "../paths.ts";
import { Kbd } from "../ui/badge.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { keyWords, useShortcuts } from "./shortcuts.ts";

/** The shortcuts that work on this screen, and no others. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const shortcuts = useShortcuts();
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        {shortcuts.map(({ keys, does }) => (
          <div key={keys} className="contents">
            <dt>{does}</dt>
            <dd className="flex gap-1">
              {keyWords(keys).map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-meta text-muted">
        They do nothing while you type in a field, and can be switched off in{" "}
        <Link to={settingsPath()} onClick={onClose} className="text-accent underline">
          Settings
        </Link>
        .
      </p>
    </Dialog>
  );
}

import { Fragment } from "react";
import { Link } from "react-router";
import { settingsPath } from "../paths.ts";
import { Kbd } from "../ui/badge.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { KeyChoice } from "./key-choice.tsx";
import { keyHints, keyWords, useShortcuts } from "./shortcuts.ts";

/** The shortcuts that work on this screen, and no others. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  // What can be done in two ways stands once; of what two have, the newer one's counts.
  const byKeys = new Map([...useShortcuts(), ...keyHints()].map((each) => [each.keys, each]));
  const byWords = Map.groupBy(byKeys.values(), ({ does }) => does);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        {[...byWords].map(([does, ways]) => (
          <div key={does} className="contents">
            <dt>{does}</dt>
            <dd className="flex items-center justify-end gap-1">
              {ways.map(({ keys, usual }, at) => (
                <Fragment key={keys}>
                  {at > 0 ? <span className="text-meta text-muted">or</span> : undefined}
                  {keyWords(keys).map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                  {usual === undefined ? undefined : <KeyChoice usual={usual} does={does} />}
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-meta text-muted">
        Single keys do nothing while you type in a field, and can be switched off in{" "}
        <Link to={settingsPath()} onClick={onClose} className="text-accent underline">
          Settings
        </Link>
        .
      </p>
    </Dialog>
  );
}

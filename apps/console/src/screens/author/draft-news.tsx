import { timestampFromMillis } from "@skein/spec/timestamp";
import { RelativeTime } from "../../flyte/time.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { KeeperNews } from "./draft-keeper.ts";

interface DraftNewsProps {
  readonly news: KeeperNews | undefined;
  readonly crash: { readonly isLeft: boolean } | undefined;
  /** What a registered workflow has that the concise form cannot say. */
  readonly notes: readonly string[];
  readonly onKeepMine: (mine: string) => void;
  readonly onDismiss: () => void;
}

/** What happened to the draft behind the reader's back, and to the worker that checks it. */
export function DraftNews({ news, crash, notes, onKeepMine, onDismiss }: DraftNewsProps) {
  const close = <IconButton icon="cross" size="small" label="Dismiss" onClick={onDismiss} />;
  return (
    <>
      {notes.length > 0 ? (
        <Notice tone="tone-wait" icon="info">
          {notes.map((note) => (
            <span key={note} className="block">
              {note}
            </span>
          ))}
        </Notice>
      ) : undefined}
      {crash ? (
        <Notice tone={crash.isLeft ? "tone-fail" : "tone-pause"} icon={crash.isLeft ? "error" : "warning"}>
          {crash.isLeft
            ? "Checking this text stops every time. Its problems and graph are those of before; it is tried again when the text changes."
            : "Checking stopped unexpectedly and was started again. The text is as it was."}
        </Notice>
      ) : undefined}
      {news?.kind === "gone" ? (
        <Notice tone="tone-pause" icon="warning" action={close}>
          This draft was deleted or renamed in another tab. It is still here, and is kept again with the next change.
        </Notice>
      ) : undefined}
      {news?.kind === "taken" ? (
        <Notice
          tone="tone-pause"
          icon="warning"
          action={
            <>
              {news.copy === undefined ? (
                <Button size="small" onClick={() => onKeepMine(news.mine)}>
                  Keep mine as a draft
                </Button>
              ) : undefined}
              {close}
            </>
          }
        >
          Another tab saved this draft <RelativeTime at={timestampFromMillis(news.at)} />; its text is shown.{" "}
          {news.copy === undefined ? (
            "What was here before is one undo away."
          ) : (
            <>
              What you had typed is kept as <span className="mono">{news.copy}</span>.
            </>
          )}
        </Notice>
      ) : undefined}
    </>
  );
}

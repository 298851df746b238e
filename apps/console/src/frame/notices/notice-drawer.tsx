import { useEffect, useRef } from "react";
import { formatClockMs, formatIso } from "../../flyte/time-format.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { usePreferences } from "../preferences.ts";
import { clearNotices, hideAll, hold, type KeptNotice, letGo, markSeen, press, useNotices } from "./notices.ts";
import { toneLooks } from "./tone-look.ts";

/** The notices of this page's life. Their time stands still while they are read: what can be undone stays so. */
export function NoticeDrawer() {
  const notices = useNotices();
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    hold("drawer");
    hideAll();
    return () => letGo("drawer");
  }, []);
  useEffect(() => {
    if (notices.length > 0) markSeen();
  }, [notices]);
  /** What is pressed goes, and the focus would go with it. */
  const stay = (act: () => void) => () => {
    root.current?.focus();
    act();
  };
  return (
    <section ref={root} tabIndex={-1} aria-label="Notices" className="outline-none">
      <header className="flex h-8 items-center gap-2 pr-1 pl-2">
        <h2 className="flex-1 font-semibold">Notices</h2>
        {notices.length > 0 ? (
          <Button variant="ghost" size="small" onClick={stay(clearNotices)}>
            Clear
          </Button>
        ) : undefined}
      </header>
      {notices.length === 0 ? (
        <p className="px-2 pt-1 pb-3 text-muted">
          Nothing yet. What is said in the corner below is kept here until this page is left.
        </p>
      ) : (
        <ul className="max-h-[60vh] overflow-y-auto">
          {notices.map((notice) => (
            <Row key={notice.id} notice={notice} onPress={stay(() => press(notice.id))} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ notice, onPress }: { readonly notice: KeptNotice; readonly onPress: () => void }) {
  const { at, text, tone, action, isOver } = notice;
  const { zone } = usePreferences();
  const { icon, tone: toneClass } = toneLooks[tone];
  return (
    <li className="flex items-start gap-2 border-t border-line px-2 py-1.5">
      <Icon
        name={icon}
        size={14}
        className={`mt-0.75 ${toneClass}`}
        {...(tone === "failure" && { label: "Failure" })}
      />
      <span className="min-w-0 flex-1 wrap-anywhere">{text}</span>
      {action ? (
        isOver ? (
          <span className="mt-px text-meta text-faint">{action.text}: no longer</span>
        ) : (
          <Button size="small" onClick={onPress}>
            {action.text}
          </Button>
        )
      ) : undefined}
      <time dateTime={formatIso(at, "utc")} className="mono mt-px text-meta text-muted">
        {formatClockMs(at, zone).slice(0, 8)}
      </time>
    </li>
  );
}

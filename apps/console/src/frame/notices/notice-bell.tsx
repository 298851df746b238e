import { lazy, Suspense } from "react";
import { Icon } from "../../ui/icon.tsx";
import { Popup } from "../../ui/popup.tsx";
import { useNotices } from "./notices.ts";

const NoticeDrawer = lazy(async () => ({ default: (await import("./notice-drawer.tsx")).NoticeDrawer }));

/** How many notices have not been seen; opens all that are kept. */
export function NoticeBell() {
  const unseen = useNotices().filter(({ isSeen }) => !isSeen).length;
  return (
    <Popup
      label={unseen === 0 ? "Notices" : `Notices, ${unseen} new`}
      buttonClassName="relative inline-flex size-7 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-fg"
      className="top-9 right-0 w-90 max-sm:fixed max-sm:inset-x-3 max-sm:top-12 max-sm:w-auto max-sm:min-w-0"
      button={
        <>
          <Icon name="bell" />
          {unseen > 0 ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent-solid px-1 text-axis font-strong text-on-accent"
            >
              {unseen}
            </span>
          ) : undefined}
        </>
      }
    >
      {() => (
        <Suspense>
          <NoticeDrawer />
        </Suspense>
      )}
    </Popup>
  );
}

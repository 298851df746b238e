import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "react-router";

interface PageProps {
  readonly title: string;
  /** The tab's title, most particular first; "Skein" is added. */
  readonly documentTitle?: string;
  /** Beside the heading: counts and what describes the page. */
  readonly aside?: ReactNode;
  /** Under the heading, in small type. */
  readonly detail?: ReactNode;
  /** Buttons at the end of the head, the primary one last. */
  readonly actions?: ReactNode;
  /** On the app's ground instead of a page's: for pages of cards. */
  readonly ground?: boolean;
  /** As high as the window on wide screens: its parts scroll by themselves. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

// The first page of a visit must not take the focus from where the browser put it.
let isFirstPage = true;

/** A screen: its one `h1`, the tab's title, and the focus on the heading after navigating here. */
export function Page({
  title,
  documentTitle,
  aside,
  detail,
  actions,
  ground = false,
  fill = false,
  children,
}: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is a new page, also within one screen
  useEffect(() => {
    if (!isFirstPage && !document.activeElement?.closest("[data-keep-focus]")) {
      heading.current?.focus({ preventScroll: true });
    }
    isFirstPage = false;
  }, [pathname]);
  return (
    <div className={`flex min-h-full flex-col ${fill ? "lg:h-full" : ""} ${ground ? "bg-bg" : "bg-surface"}`}>
      <title>{`${documentTitle ?? title} · Skein`}</title>
      <div className="flex min-h-14 flex-none flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <div className="min-w-40 flex-1">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <h1 ref={heading} tabIndex={-1} className="text-title wrap-anywhere">
              {title}
            </h1>
            {aside ? <span className="min-w-0 text-muted">{aside}</span> : undefined}
          </div>
          {detail ? <div className="text-meta text-muted">{detail}</div> : undefined}
        </div>
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : undefined}
      </div>
      {children}
    </div>
  );
}

import type { LogLine } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { ScrollBox } from "../../../ui/scroll-box.tsx";
import { firstOf, holdsEnd, type LogWindow } from "./log-window.ts";
import type { LogScroll } from "./use-log-scroll.ts";

interface LogLinesProps {
  readonly window: LogWindow;
  /** Those of the window that are shown. */
  readonly lines: readonly LogLine[];
  readonly scroll: LogScroll;
  readonly wrap: boolean;
  /** Lines may be of other heights, though they are not wrapped. */
  readonly areTall?: boolean;
  readonly renderLine: (line: LogLine) => ReactNode;
}

/** The lines that are in view, of those that are held, and the way to the end. */
export function LogLines({ window, lines, scroll, wrap, areTall = false, renderLine }: LogLinesProps) {
  const { virtual, missed } = scroll;
  const items = virtual.getVirtualItems();
  return (
    <>
      <ScrollBox
        ref={scroll.scroller}
        role="log"
        aria-live="off"
        aria-label={`Lines ${firstOf(window) + 1} to ${firstOf(window) + window.lines.length} of ${window.total}`}
        onScroll={scroll.onScroll}
        onWheel={(event) => event.deltaY < 0 && scroll.pause()}
        onTouchMove={scroll.pause}
        onPointerMove={(event) => event.buttons === 1 && scroll.pause()} // text is being selected
        onKeyDown={scroll.onKeyDown}
        className="absolute inset-0 overflow-auto py-0.5"
      >
        <div className={`relative ${wrap ? "" : "w-max min-w-full"}`} style={{ height: virtual.getTotalSize() }}>
          <div style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index, key }) => {
              const line = lines[index];
              return line ? (
                <div key={key} ref={wrap || areTall ? virtual.measureElement : undefined} data-index={index}>
                  {renderLine(line)}
                </div>
              ) : undefined;
            })}
          </div>
        </div>
      </ScrollBox>
      {(scroll.follows || window.complete) && holdsEnd(window) ? undefined : (
        <button
          type="button"
          onClick={scroll.resume}
          className="absolute right-4 bottom-3 inline-flex h-7 items-center gap-2 rounded-full border border-line-2 bg-overlay px-3 text-meta font-medium shadow-overlay"
        >
          <Icon name="chevronDown" size={14} />
          {window.complete ? "To the end" : "Resume"}
          {missed > 0 && !window.complete ? ` · ${missed.toLocaleString("en")} new` : ""}
        </button>
      )}
    </>
  );
}

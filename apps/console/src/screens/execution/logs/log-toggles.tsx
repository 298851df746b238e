import { useState } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { IconButton } from "../../../ui/button.tsx";
import { useIsNarrow } from "../../../ui/media.ts";

export const pressable = "aria-pressed:bg-hover aria-pressed:text-fg";

export interface LogLook {
  readonly wrap: boolean;
  readonly withTime: boolean;
  setWrap(on: boolean): void;
  setWithTime(on: boolean): void;
}

/** How lines are shown; on a phone they are wrapped and have no times. */
export function useLogLook(): LogLook {
  const isNarrow = useIsNarrow();
  const [wrap, setWrap] = useState(isNarrow);
  const [withTime, setWithTime] = useState(!isNarrow);
  return { wrap, withTime, setWrap, setWithTime };
}

export function LogToggles({ look: { wrap, withTime, setWrap, setWithTime } }: { readonly look: LogLook }) {
  useShortcut("w", "Wrap lines", () => setWrap(!wrap));
  useShortcut("t", "Times of lines", () => setWithTime(!withTime));
  return (
    <>
      <IconButton
        icon="wrap"
        size="small"
        label="Wrap lines (w)"
        aria-pressed={wrap}
        onClick={() => setWrap(!wrap)}
        className={pressable}
      />
      <IconButton
        icon="clock"
        size="small"
        label="Times (t)"
        aria-pressed={withTime}
        onClick={() => setWithTime(!withTime)}
        className={pressable}
      />
    </>
  );
}

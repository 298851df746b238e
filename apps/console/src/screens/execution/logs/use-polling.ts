import { useEffect, useEffectEvent } from "react";
import { usePollInterval } from "../../../live/status.ts";

/** Asks for what came since, time and again, where the stream does not hold. @param isWanted there may be more */
export function usePolling(isWanted: boolean, ask: () => void): void {
  const interval = usePollInterval();
  const onTick = useEffectEvent(ask);
  useEffect(() => {
    if (!isWanted || interval === false) return;
    const timer = setInterval(() => onTick(), interval);
    return () => clearInterval(timer);
  }, [isWanted, interval]);
}

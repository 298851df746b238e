import type { ComponentPropsWithRef } from "react";

/** What scrolls by itself: reachable by keys, so that they scroll it too (WCAG 2.1.1). */
export function ScrollBox({ className = "", ...rest }: ComponentPropsWithRef<"div">) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
  return <div tabIndex={0} className={`-outline-offset-2 ${className}`} {...rest} />;
}

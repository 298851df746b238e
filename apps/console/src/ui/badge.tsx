import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-shapes.tsx";

interface BadgeProps {
  /** One of the `tone-…` classes. */
  readonly tone: string;
  readonly icon: IconName;
  readonly large?: boolean;
  readonly spin?: boolean;
  readonly children: ReactNode;
}

/** A tinted badge: for the one status a header or panel is about. Lists use glyph and word without a fill. */
export function Badge({ tone, icon, large = false, spin = false, children }: BadgeProps) {
  const size = large ? "h-6.5 pr-2.5 pl-1.5 text-body" : "h-5.5 pr-2 pl-1.5 text-meta";
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-chip bg-tone-badge font-strong whitespace-nowrap text-tone ${tone} ${size}`}
    >
      <Icon name={icon} className={spin ? "motion-safe:animate-arc" : ""} />
      {children}
    </span>
  );
}

/** A neutral label: a tag, a type, a version. */
export function Tag({ icon, children }: { readonly icon?: IconName; readonly children: ReactNode }) {
  return (
    <span className="inline-flex h-5 items-center gap-1 rounded-chip border border-line bg-raised px-1.5 text-meta whitespace-nowrap text-muted">
      {icon ? <Icon name={icon} size={12} /> : undefined}
      {children}
    </span>
  );
}

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-grid h-4.5 min-w-4.5 place-items-center rounded-chip border border-line-2 bg-surface px-1 font-sans text-axis font-medium text-muted">
      {children}
    </kbd>
  );
}

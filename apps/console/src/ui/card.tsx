import type { ReactNode } from "react";

interface CardProps {
  readonly title?: ReactNode;
  /** Beside the title: counts, filters. */
  readonly aside?: ReactNode;
  /** At the end of the head. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A hairline box with an optional head of 38 px. No shadow: only overlays have one. */
export function Card({ title, aside, actions, className = "", children }: CardProps) {
  return (
    <section className={`overflow-hidden rounded-card border border-line bg-surface ${className}`}>
      {title === undefined ? undefined : (
        <header className="flex min-h-9.5 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-1">
          <h2 className="font-semibold">{title}</h2>
          {aside}
          {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : undefined}
        </header>
      )}
      {children}
    </section>
  );
}

import type { ReactNode } from "react";

interface SectionProps {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a panel under a small heading. */
export function Section({ title, aside, action, children }: SectionProps) {
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-b-0">
      <h3 className="mb-2 flex items-center gap-2 text-meta font-semibold">
        {title}
        {aside}
        {action ? <span className="ml-auto">{action}</span> : undefined}
      </h3>
      {children}
    </section>
  );
}

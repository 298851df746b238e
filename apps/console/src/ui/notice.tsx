import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-shapes.tsx";

interface NoticeProps {
  readonly tone: string;
  readonly icon: IconName;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A tinted line in the page: something is old, refused, or needs a hand. */
export function Notice({ tone, icon, action, className = "mx-4 mb-2", children }: NoticeProps) {
  return (
    <div
      role="status"
      className={`flex items-start gap-2 rounded-control border border-tone-line bg-tone-panel px-2.5 py-2 text-meta leading-4.5 ${tone} ${className}`}
    >
      <Icon name={icon} className="mt-px text-tone" />
      <div className="min-w-0 flex-1 wrap-anywhere">{children}</div>
      {action}
    </div>
  );
}

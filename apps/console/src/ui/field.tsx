import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A label above one control. */
export function Field({ label, hint, className = "", children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={`flex min-w-0 flex-col gap-0.75 ${className}`}>
      <span className="text-axis font-strong text-faint">{label}</span>
      {children}
      {hint ? <span className="text-meta text-muted">{hint}</span> : undefined}
    </label>
  );
}

/** What is wrong with a field; the control names it by `aria-describedby`. */
export function FieldError({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <p id={id} className="mt-1 flex items-start gap-1.5 text-meta text-fail">
      <Icon name="error" size={12} className="mt-0.5" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

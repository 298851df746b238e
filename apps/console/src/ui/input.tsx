import type { InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-shapes.tsx";

const box =
  "w-full min-w-0 rounded-control border border-control bg-surface outline-offset-0 aria-invalid:border-fail disabled:border-dashed disabled:bg-raised disabled:text-muted [&[readonly]]:bg-raised";

interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly icon?: IconName;
  /** At the end of the field: what the text was understood as, a unit. */
  readonly note?: string | undefined;
  readonly dense?: boolean;
  readonly code?: boolean;
}

export function Input({ icon, note, dense = false, code = false, className = "", ...rest }: InputProps) {
  return (
    <span className={`relative flex items-center ${className}`}>
      {icon ? <Icon name={icon} className="pointer-events-none absolute left-2 text-muted" /> : undefined}
      <input
        spellCheck={false}
        autoComplete="off"
        {...rest}
        className={`${box} ${dense ? "h-7" : "h-8"} ${icon ? "pl-8" : "pl-2.5"} ${code ? "mono" : ""} pr-2.5`}
      />
      {note ? (
        <span className="pointer-events-none absolute right-2.5 max-w-1/2 truncate bg-inherit text-meta text-muted">
          {note}
        </span>
      ) : undefined}
    </span>
  );
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { readonly dense?: boolean };

/** The browser's own select, which every keyboard and screen reader knows, with our outline. */
export function Select({ dense = false, className = "", children, ...rest }: SelectProps) {
  return (
    <span className={`relative flex items-center ${className}`}>
      <select {...rest} className={`${box} ${dense ? "h-7" : "h-8"} appearance-none truncate pr-8 pl-2.5`}>
        {children}
      </select>
      <Icon name="chevronDown" size={14} className="pointer-events-none absolute right-2.5 text-muted" />
    </span>
  );
}

export function Textarea({ className = "", ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <textarea
      spellCheck={false}
      {...rest}
      className={`${box} field-sizing-content max-h-100 min-h-16 px-2.5 py-1.5 font-mono text-code ${className}`}
    />
  );
}

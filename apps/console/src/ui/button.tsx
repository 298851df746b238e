import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-shapes.tsx";

export type ButtonVariant = "plain" | "primary" | "ghost" | "danger";
type ButtonSize = "small" | "medium" | "large";

const variants = {
  plain: "border-line-2 bg-surface text-fg hover:bg-hover",
  primary: "border-accent-solid bg-accent-solid text-on-accent hover:brightness-110",
  ghost: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-fg",
  danger: "border-tone-line tone-fail bg-surface text-fail hover:bg-tone-panel",
} as const satisfies Record<ButtonVariant, string>;

const sizes = {
  small: "h-6 px-2 text-meta",
  medium: "h-7 px-2.5",
  large: "h-8 px-3.5",
} as const satisfies Record<ButtonSize, string>;

const squares = { small: "size-6", medium: "size-7", large: "size-8" } as const satisfies Record<ButtonSize, string>;

/** The look of a button, for what is one by other means (a link, a file label). */
function buttonClass(variant: ButtonVariant = "plain", size: ButtonSize = "medium", square = false): string {
  const off =
    "disabled:border-dashed disabled:border-line-2 disabled:bg-raised disabled:text-faint disabled:brightness-100";
  const base =
    "inline-flex items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap transition-colors";
  return `${base} ${variants[variant]} ${square ? squares[size] : sizes[size]} ${off}`;
}

interface Looks {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: IconName;
}

type ButtonProps = Looks & ButtonHTMLAttributes<HTMLButtonElement> & { readonly children: ReactNode };

export function Button({ variant, size, icon, children, className = "", type = "button", ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={`${buttonClass(variant, size)} ${className}`}>
      {icon ? <Icon name={icon} className={variant === "primary" ? "" : "opacity-80"} /> : undefined}
      {children}
    </button>
  );
}

export function LinkButton({ variant, size, icon, children, className = "", ...rest }: Looks & LinkProps) {
  return (
    <Link {...rest} className={`${buttonClass(variant, size)} ${className}`}>
      {icon ? <Icon name={icon} className={variant === "primary" ? "" : "opacity-80"} /> : undefined}
      {children}
    </Link>
  );
}

type IconButtonProps = Looks &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & { readonly icon: IconName; readonly label: string };

/** A square button; its label is its name for screen readers and its tooltip. */
export function IconButton({ variant = "ghost", size, icon, label, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type="button"
      aria-label={label}
      className={`${buttonClass(variant, size, true)} ${className}`}
    >
      <Icon name={icon} size={size === "small" ? 14 : 16} />
    </button>
  );
}

import { type IconName, iconShapes } from "./icon-shapes.tsx";

interface IconProps {
  readonly name: IconName;
  /** 16 by default; 14 in dense places, 12 inside chips. */
  readonly size?: 12 | 14 | 16 | 20;
  /** Given only where no text beside it says the same. */
  readonly label?: string;
  readonly className?: string;
}

export function Icon({ name, size = 16, label, className = "" }: IconProps) {
  return (
    <svg
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`block flex-none ${className}`}
    >
      {label ? <title>{label}</title> : undefined}
      {iconShapes[name]}
    </svg>
  );
}

/** The product's mark. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      className="block flex-none"
    >
      <path d="M1.5 4.2 8 11.5l6.5-7.3" />
      <path d="M4.8 2.3 8 6l3.2-3.7" className="stroke-accent" />
      <path d="M8 15v-.01" strokeWidth={2.4} />
    </svg>
  );
}

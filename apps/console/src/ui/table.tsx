import type { TableHTMLAttributes, TdHTMLAttributes, ThHTMLAttributes } from "react";

/** A dense table: heads 28, rows 32, hairlines between. Numbers go right (`numeric`), everything else left. */
export function Table({ className = "", ...rest }: TableHTMLAttributes<HTMLTableElement>) {
  return <table {...rest} className={`w-full border-collapse text-dense ${className}`} />;
}

type Numeric = { readonly numeric?: boolean };

export function Th({ numeric, className = "", ...rest }: ThHTMLAttributes<HTMLTableCellElement> & Numeric) {
  const side = numeric ? "text-right" : "text-left";
  return (
    <th
      scope="col"
      {...rest}
      className={`h-7 border-b border-line bg-raised px-2 text-axis font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 ${side} ${className}`}
    />
  );
}

export function Td({ numeric, className = "", ...rest }: TdHTMLAttributes<HTMLTableCellElement> & Numeric) {
  const side = numeric ? "text-right" : "text-left";
  return (
    <td
      {...rest}
      className={`h-8 border-b border-line px-2 whitespace-nowrap first:pl-4 last:pr-4 ${side} ${className}`}
    />
  );
}

import { useEffect, useState } from "react";
import { Input } from "./input.tsx";

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** The text that is searched for now. */
  readonly text: string;
  /** Called a moment after the last key; keep its identity. */
  readonly onSearch: (text: string) => void;
  readonly className?: string;
}

/** Types freely; the search follows a moment after the last key. Esc or the field's cross clears it. */
export function SearchField({ label, placeholder, text, onSearch, className = "" }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const [searched, setSearched] = useState(text);
  if (text !== searched) {
    // changed from outside (Back, a link): what was typed here no longer counts
    setSearched(text);
    if (typed.trim() !== text) setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => onSearch(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed, text, onSearch]);
  return (
    <Input
      dense
      type="search"
      icon="filter"
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className={className}
    />
  );
}

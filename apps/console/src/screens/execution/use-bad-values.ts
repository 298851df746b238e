import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { notify } from "../../frame/notices/notices.ts";
import { badValues } from "./place.ts";

/** What the address says that is not understood is told once, and left out of it; the page shows the rest. */
export function useBadValues(): void {
  const [search, setSearch] = useSearchParams();
  const told = useRef<string>(undefined);
  useEffect(() => {
    const bad = badValues(search);
    const address = bad.length === 0 ? undefined : search.toString();
    if (address === told.current) return;
    told.current = address;
    if (address === undefined) return;
    const named = bad.map(([name, value]) => `${name}=${value.length > 40 ? `${value.slice(0, 40)}…` : value}`);
    const verb = bad.length === 1 ? "is not known and was" : "are not known and were";
    notify({ text: `${named.join(", ")} ${verb} left out`, tone: "hint" });
    setSearch(
      (before) => {
        const good = new URLSearchParams(before);
        for (const [name, value] of bad) good.delete(name, value);
        return good;
      },
      { replace: true },
    );
  }, [search, setSearch]);
}

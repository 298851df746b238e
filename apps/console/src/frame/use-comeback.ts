import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useConnection } from "../live/status.ts";

/** When the server answers again, what could not be read meanwhile is asked for by itself. */
export function useComeback(): void {
  const { state } = useConnection();
  const queries = useQueryClient();
  const isThere = state === "live" || state === "polling";
  useEffect(() => {
    if (!isThere) return;
    void queries.refetchQueries({ type: "active", predicate: (query) => query.state.status === "error" });
  }, [isThere, queries]);
}

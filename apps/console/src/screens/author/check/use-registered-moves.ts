import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import type { Scope } from "../../../paths.ts";
import { readSequence, useRenewal } from "../../../renewal.ts";

/** Tells when something of the project moved on the server, so that what was looked up is looked up again. */
export function useRegisteredMoves(scope: Scope, onMove: () => void): void {
  const queryKey = ["author", "sequence", scope.project, scope.domain];
  const { data: sequence } = useQuery({
    queryKey,
    queryFn: ({ signal }) => readSequence(scope, signal),
    staleTime: Number.POSITIVE_INFINITY, // renewed by what the server tells
  });
  useRenewal(scope, sequence, queryKey);
  const first = useRef<bigint>(undefined);
  const tell = useEffectEvent(onMove);
  useEffect(() => {
    if (sequence === undefined) return;
    if (first.current !== undefined && first.current !== sequence) tell();
    first.current = sequence;
  }, [sequence]);
}

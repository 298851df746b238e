import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useNavigate } from "react-router";
import { entityKind } from "../../flyte/identifier.tsx";
import { PhaseGlyph } from "../../flyte/phase-badge.tsx";
import { executionLook } from "../../flyte/phase-look.ts";
import { executionPath, type Scope, workflowPath } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";
import { jumpQuery } from "../queries.ts";
import type { Entry } from "./entries.ts";

interface Found {
  readonly entries: readonly Entry[];
  /** What stands where none are. */
  readonly note: string;
}

/** Executions and workflows that the server knows by a piece of their name. */
export function useFound(scope: Scope | undefined, query: string): Found {
  const navigate = useNavigate();
  const text = query.startsWith(">") ? "" : query.trim();
  const asked = useDeferredValue(text);
  const { data, error, isFetching } = useQuery({ ...jumpQuery(scope, asked), placeholderData: keepPreviousData });
  if (text === "") return { entries: [], note: "" };
  const workflows = (data?.workflows ?? []).flatMap(({ id }): Entry[] =>
    id
      ? [
          {
            id: `workflow ${id.name}`,
            group: "Workflows",
            text: id.name,
            glyph: <Icon name={entityKind(id.resourceType).icon} className="text-faint" />,
            act: () => void navigate(workflowPath({ ...id, version: undefined })),
          },
        ]
      : [],
  );
  const executions = (data?.executions ?? []).flatMap(({ id, phase, workflow }): Entry[] =>
    id
      ? [
          {
            id: `execution ${id.name}`,
            group: "Executions",
            text: id.name,
            detail: workflow?.name ?? "",
            glyph: <PhaseGlyph look={executionLook(phase)} />,
            act: () => void navigate(executionPath(id)),
          },
        ]
      : [],
  );
  const note = error
    ? "The search for executions and workflows did not work. Try again."
    : isFetching || asked !== text
      ? "Searching executions and workflows…"
      : "";
  return { entries: [...workflows, ...executions], note };
}

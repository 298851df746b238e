/** What the first letter of a query asks for: `#` executions by a label, `@` by who launched them, `/` lines of logs. */
import { quoteValue } from "@skein/spec/execution-filter/tokens";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "react-router";
import { executionPath, executionsPath, type Scope } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import { completionsQuery } from "../queries.ts";
import type { Entry } from "./entries.ts";

export const sigils = [">", "#", "@", "/"] as const;

/** Its sigil, and what follows it. */
export function readQuery(query: string): { readonly sigil: (typeof sigils)[number] | ""; readonly text: string } {
  const sigil = sigils.find((each) => query.startsWith(each)) ?? "";
  return { sigil, text: query.slice(sigil.length).trim() };
}

interface Answer {
  readonly entries: readonly Entry[];
  readonly note: string;
}

const keys = { "#": "label", "@": "by" } as const;
const groups = { "#": "Executions with the label", "@": "Executions launched by" } as const;
const icons = { "#": "tag", "@": "user" } as const satisfies Record<string, IconName>;

/** Undefined for a query that has none of these. */
export function useSigil(scope: Scope | undefined, query: string): Answer | undefined {
  const { sigil, text } = readQuery(query);
  const navigate = useNavigate();
  const execution = useShownExecution();
  const isListed = sigil === "#" || sigil === "@";
  const { data, error } = useQuery({
    ...completionsQuery(scope, isListed ? keys[sigil] : "", text),
    enabled: isListed && scope !== undefined,
    placeholderData: keepPreviousData,
  });
  if (sigil === "/") return logAnswer(execution, text, (to) => void navigate(to));
  if (!isListed) return undefined;
  const values = data?.values ?? [];
  return {
    entries: values.map((value) => ({
      id: `${sigil} ${value}`,
      group: groups[sigil],
      text: value,
      glyph: <Icon name={icons[sigil]} className="text-faint" />,
      act: () => {
        if (scope) void navigate(executionsPath(scope, { q: `${keys[sigil]}:${quoteValue(value)}` }));
      },
    })),
    note: error ? "What there is could not be read. Try again." : "",
  };
}

function logAnswer(execution: Shown | undefined, text: string, go: (to: string) => void): Answer {
  if (!execution) return { entries: [], note: "Logs are searched on the page of an execution: open one first." };
  if (text === "") return { entries: [], note: "Type what to look for in the logs of this execution." };
  const entry: Entry = {
    id: "/",
    group: "Logs of this execution",
    text: `Find “${text}”`,
    glyph: <Icon name="logs" className="text-faint" />,
    act: () => go(executionPath(execution, { view: "logs", q: text })),
  };
  return { entries: [entry], note: "" };
}

type Shown = Scope & { readonly name: string };

function useShownExecution(): Shown | undefined {
  const { pathname } = useLocation();
  const [, project, domain, name] =
    /\/projects\/([^/]+)\/domains\/([^/]+)\/executions\/([^/]+)/.exec(pathname)?.map(decodeURIComponent) ?? [];
  return project && domain && name ? { project, domain, name } : undefined;
}

import { anyItem, formatMapPlace, itemFilters, type MapPlace, parseMapPlace } from "./map/map-place.ts";

/** What the URL says of the page: which view, which node, what of it. A value that is not one of ours counts as none. */
export type ViewId = "graph" | "timeline" | "nodes" | "logs" | "events" | "io" | "compute";
export type NodeTab =
  | "summary"
  | "why"
  | "items"
  | "inputs"
  | "outputs"
  | "logs"
  | "attempts"
  | "report"
  | "spec"
  | "compute";

/** A line of an attempt, whatever it is shown among. */
export interface LogPlace {
  readonly nodeId: string;
  readonly attempt: number;
  /** From 0. */
  readonly number: number;
}

export interface Place {
  readonly view: ViewId;
  /** The second view, where two are shown, and how they stand. */
  readonly beside: ViewId | undefined;
  readonly split: "rows" | "columns";
  /** Path. */
  readonly node: string | undefined;
  /** Path of the container that the graph has gone into. */
  readonly scope: string | undefined;
  readonly tab: NodeTab;
  /** From 0; the newest when absent. */
  readonly attempt: number | undefined;
  /** A log line, from 0. */
  readonly line: number | undefined;
  /** Of a map node, in its tab of elements. */
  readonly map: MapPlace;
  /** The Logs view: whose lines, the line that is linked to, and what is searched. */
  readonly logsOf: "run" | "node";
  readonly logLine: LogPlace | undefined;
  readonly query: string | undefined;
  /** Where the time cursor stands, server's milliseconds; undefined: how it is now. */
  readonly at: number | undefined;
}

/** In the order of their tabs and keys. */
export const views: readonly ViewId[] = ["graph", "timeline", "nodes", "logs", "events", "io", "compute"];
const nodeTabs: readonly NodeTab[] = [
  "summary",
  "why",
  "items",
  "inputs",
  "outputs",
  "logs",
  "attempts",
  "report",
  "spec",
  "compute",
];

export function parsePlace(search: URLSearchParams): Place {
  const view = views.find((id) => id === search.get("view")) ?? "graph";
  return {
    view,
    beside: views.find((id) => id === search.get("beside") && id !== view),
    split: search.get("split") === "columns" ? "columns" : "rows",
    node: search.get("node") || undefined,
    scope: search.get("scope") || undefined,
    tab: nodeTabs.find((id) => id === search.get("tab")) ?? "summary",
    attempt: parseCount(search.get("attempt")),
    line: parseCount(search.get("line")),
    map: parseMapPlace(search),
    logsOf: search.get("logs") === "node" ? "node" : "run",
    logLine: parseLogPlace(search.get("logline")),
    query: search.get("q") || undefined,
    at: parseTime(search.get("t")),
  };
}

/** Which values of our parameters are understood; of the others any text is. */
const isUnderstood: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ["view", isOneOf(views)],
  ["beside", isOneOf(views)],
  ["split", isOneOf(["rows", "columns"])],
  ["tab", isOneOf(nodeTabs)],
  ["attempt", (text) => parseCount(text) !== undefined],
  ["line", (text) => parseCount(text) !== undefined],
  ["index", (text) => parseCount(text) !== undefined],
  ["part", isOneOf(["values", "logs"])],
  ["items", isOneOf(itemFilters)],
  ["logs", isOneOf(["run", "node"])],
  ["logline", (text) => parseLogPlace(text) !== undefined],
  ["t", (text) => parseTime(text) !== undefined],
]);

/** Values that `parsePlace` does not understand, by parameter; names that are not ours are nobody's fault. */
export function badValues(search: URLSearchParams): [name: string, value: string][] {
  return [...search].filter(([name, value]) => value !== "" && isUnderstood.get(name)?.(value) === false);
}

/** The search of a place: what is usual is left out, what is not ours stays. */
export function formatPlace(place: Place, before: URLSearchParams): URLSearchParams {
  const search = new URLSearchParams(before);
  const set = (name: string, value: string | number | undefined, usual?: string) => {
    if (value === undefined || value === usual) search.delete(name);
    else search.set(name, String(value));
  };
  set("view", place.view, "graph");
  set("beside", place.beside);
  set("split", place.beside === undefined ? undefined : place.split, "rows");
  set("node", place.node);
  set("scope", place.view === "graph" || place.beside === "graph" ? place.scope : undefined);
  set("tab", place.node === undefined ? undefined : place.tab, "summary");
  set("attempt", place.node === undefined ? undefined : place.attempt);
  set("t", place.at);
  const hasLogs = place.view === "logs" || place.beside === "logs";
  set("logs", hasLogs && place.node !== undefined ? place.logsOf : undefined, "run");
  set("logline", hasLogs && place.logLine ? formatLogPlace(place.logLine) : undefined);
  set("q", hasLogs ? place.query : undefined);
  const isItems = place.node !== undefined && place.tab === "items";
  const hasLine = isItems ? place.map.part === "logs" : place.node !== undefined && place.tab === "logs";
  set("line", hasLine ? place.line : undefined);
  for (const [name, value] of Object.entries(formatMapPlace(isItems ? place.map : anyItem))) set(name, value);
  return search;
}

/** Node id, attempt and number of the line: an id of Flyte's has no colon. */
const formatLogPlace = ({ nodeId, attempt, number }: LogPlace) => `${nodeId}:${attempt}:${number}`;

function parseLogPlace(text: string | null): LogPlace | undefined {
  const [, nodeId, attempt, number] = /^([^:]{1,200}):(\d{1,6}):(\d{1,9})$/.exec(text ?? "") ?? [];
  return nodeId === undefined ? undefined : { nodeId, attempt: Number(attempt), number: Number(number) };
}

function isOneOf(known: readonly string[]): (text: string) => boolean {
  return (text) => known.includes(text);
}

function parseTime(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function parseCount(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

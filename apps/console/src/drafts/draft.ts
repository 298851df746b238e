/**
 * A text that is being written, as the browser keeps it: one entry of its storage per project, domain and name.
 *
 * Whatever another tab or an older console left there is parsed here; what is no draft is passed over.
 */
import type { Scope } from "../paths.ts";

export interface Draft {
  /** Named like a file: `daily.yaml`. */
  readonly name: string;
  readonly text: string;
  /** Milliseconds since 1970, of the browser's clock. */
  readonly createdAt: number;
  readonly savedAt: number;
  /** What it was made from: `example:<file>`, `workflow:<identifier>` or `file:<name>`; empty for one begun blank. */
  readonly origin: string;
  /** The tab that saved it last. */
  readonly writer: string;
}

const prefix = "skein.draft";

/** The key of a draft, or what the keys of all drafts of the scope begin with. */
export function draftKey({ project, domain }: Scope, name = ""): string {
  return [prefix, ...[project, domain, name].map(encodeURIComponent)].join("/");
}

/** The name of the draft that a key of the scope stands for. */
export function draftNameOf(key: string, scope: Scope): string | undefined {
  const start = draftKey(scope);
  if (!key.startsWith(start) || key.length === start.length) return undefined;
  try {
    return decodeURIComponent(key.slice(start.length));
  } catch {
    return undefined; // not written by us
  }
}

export function formatDraft({ name: _, ...rest }: Draft): string {
  return JSON.stringify(rest);
}

export function parseDraft(name: string, stored: string | null): Draft | undefined {
  if (stored === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(stored);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const given: Record<string, unknown> = { ...value };
  if (typeof given.text !== "string") return undefined;
  const time = (what: unknown) => (typeof what === "number" && Number.isFinite(what) ? what : 0);
  const words = (what: unknown) => (typeof what === "string" ? what : "");
  return {
    name,
    text: given.text,
    createdAt: time(given.createdAt),
    savedAt: time(given.savedAt),
    origin: words(given.origin),
    writer: words(given.writer),
  };
}

/** `daily.yaml`, `daily-2.yaml`, `daily-3.yaml`: the first that is free. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const dot = wanted.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""];
  for (let number = 2; ; number++) {
    const name = `${stem}-${number}${ending}`;
    if (!taken.has(name)) return name;
  }
}

/** A file's name without its folders, as a draft may be called. */
export function draftName(given: string): string {
  const name = given.split("/").at(-1)?.trim() ?? "";
  return name === "" ? "draft.yaml" : name;
}

import type { Literal, LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { fromLiteral } from "@skein/spec/literal";
import { formatLiteralType } from "@skein/spec/literal-type";
import { formatPlainJson, isPlainArray, isPlainObject, type PlainValue } from "@skein/spec/plain-json";
import { useState } from "react";
import { CopyButton } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";

/**
 * Values as a person reads them: scalars as they are, lists and objects as a tree that opens, long text folded.
 * Everything in them is a workflow's word and therefore shown as text, never as markup.
 */

/** Longer text is folded to this many characters. */
const FOLD = 600;
/** Lists and objects show this many members at first. */
const FIRST_MEMBERS = 50;

interface LiteralMapViewProps {
  readonly map: LiteralMap | undefined;
  /** Declared types by name, in the order to show; names without a type come after. */
  readonly types?: Readonly<Record<string, LiteralType | undefined>>;
  /** What stands in place of no values at all. */
  readonly none: string;
}

/** Inputs or outputs, one row per variable. */
export function LiteralMapView({ map, types = {}, none }: LiteralMapViewProps) {
  const literals = map?.literals ?? {};
  const names = [...new Set([...Object.keys(types), ...Object.keys(literals)])].filter((name) => literals[name]);
  if (names.length === 0) return <p className="text-muted">{none}</p>;
  return (
    <dl className="grid grid-cols-1 gap-y-2.5">
      {names.map((name) => (
        <div key={name}>
          <dt className="flex items-baseline gap-2">
            <span className="mono font-strong">{name}</span>
            <span className="mono text-axis text-faint">{types[name] ? formatLiteralType(types[name]) : ""}</span>
            <CopyButton text={copyText(literals[name])} what={name} className="ml-auto" />
          </dt>
          <dd className="min-w-0">
            <LiteralView literal={literals[name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function LiteralView({ literal }: { readonly literal: Literal | undefined }) {
  return (
    <div className="mono min-w-0 overflow-x-auto leading-4.5">
      <PlainView value={fromLiteral(literal)} depth={0} />
    </div>
  );
}

/** Text as itself, everything else as exact JSON. */
export function copyText(literal: Literal | undefined): string {
  const value = fromLiteral(literal);
  return typeof value === "string" ? value : formatPlainJson(value, 2);
}

function PlainView({ value, depth }: { readonly value: PlainValue; readonly depth: number }) {
  if (value === null) return <span className="text-faint">none</span>;
  if (typeof value === "boolean") return <span className="text-code-word">{String(value)}</span>;
  if (typeof value === "number" || typeof value === "bigint") {
    return <span className="text-code-number">{formatPlainJson(value).replace(/^"|"$/g, "")}</span>;
  }
  if (typeof value === "string") return <TextView text={value} />;
  if (isPlainArray(value)) return <Members entries={[...value.entries()]} brackets="[]" depth={depth} />;
  if (isPlainObject(value)) return <Members entries={Object.entries(value)} brackets="{}" depth={depth} />;
  return undefined;
}

function TextView({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false);
  if (text === "") return <span className="text-faint">empty text</span>;
  const isFolded = !whole && text.length > FOLD;
  return (
    <span className="wrap-anywhere whitespace-pre-wrap text-code-string">
      {isFolded ? `${text.slice(0, FOLD)}…` : text}
      {isFolded ? (
        <button type="button" onClick={() => setWhole(true)} className="ml-1.5 font-sans text-accent hover:underline">
          all {text.length.toLocaleString("en")} characters
        </button>
      ) : undefined}
    </span>
  );
}

interface MembersProps {
  readonly entries: readonly (readonly [string | number, PlainValue])[];
  readonly brackets: "[]" | "{}";
  readonly depth: number;
}

function Members({ entries, brackets, depth }: MembersProps) {
  const [open, setOpen] = useState(depth < 2 && entries.length <= 20);
  const [shown, setShown] = useState(FIRST_MEMBERS);
  if (entries.length === 0) return <span className="text-faint">{brackets}</span>;
  const what = brackets === "[]" ? "item" : "field";
  const count = `${entries.length.toLocaleString("en")} ${what}${entries.length === 1 ? "" : "s"}`;
  return (
    <div className="min-w-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex h-5 items-center gap-1 text-muted hover:text-fg"
      >
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        {count}
      </button>
      {open ? (
        <ul className="ml-1.5 border-l border-line pl-3">
          {entries.slice(0, shown).map(([key, value]) => (
            <li key={key} className="flex min-w-0 items-baseline gap-2">
              <span className="flex-none text-code-key">{key}</span>
              <div className="min-w-0">
                <PlainView value={value} depth={depth + 1} />
              </div>
            </li>
          ))}
          {entries.length > shown ? (
            <li>
              <button
                type="button"
                onClick={() => setShown(shown * 4)}
                className="font-sans text-accent hover:underline"
              >
                {(entries.length - shown).toLocaleString("en")} more
              </button>
            </li>
          ) : undefined}
        </ul>
      ) : undefined}
    </div>
  );
}

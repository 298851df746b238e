import { formatPlainJson, isPlainArray, isPlainObject, type PlainValue } from "@skein/spec/plain-json";
import { useDeferredValue, useMemo, useState } from "react";
import { Icon } from "../../ui/icon.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { countMembers, findInPlain } from "./find-in-plain.ts";

/** Longer text is folded to this many characters. */
const FOLD = 600;
/** More of a text is never added at once: a line of megabytes takes the browser seconds to lay out. */
const MORE_TEXT = 100_000;
/** Lists and objects show this many members at first. */
const FIRST_MEMBERS = 50;
/** What has more members does not fit a screen and can be searched. */
const SCREENFUL = 30;

/** A value as a tree that opens; what does not fit a screen can be searched. */
export function PlainTree({ value }: { readonly value: PlainValue }) {
  const [words, setWords] = useState("");
  const isLarge = useMemo(() => countMembers(value, SCREENFUL + 1) > SCREENFUL, [value]);
  if (!isLarge) return <PlainView value={value} depth={0} />;
  return (
    <>
      <SearchField
        label="Search in this value"
        placeholder="Search names and values"
        text={words}
        onSearch={setWords}
        className="mb-1.5 max-w-80 font-sans"
      />
      {words === "" ? <PlainView value={value} depth={0} /> : <Found value={value} words={words} />}
    </>
  );
}

function Found({ value, words }: { readonly value: PlainValue; readonly words: string }) {
  const asked = useDeferredValue(words);
  const { found, isAll } = useMemo(() => findInPlain(value, asked), [value, asked]);
  return (
    <>
      <p role="status" className="font-sans text-meta text-muted">
        {found.length === 0
          ? `Nothing has “${asked}” in it`
          : isAll
            ? `${found.length.toLocaleString("en")} found`
            : `The first ${found.length.toLocaleString("en")} found`}
      </p>
      <ul>
        {found.map((each) => (
          <li key={each.path} className="flex min-w-0 items-baseline gap-2">
            <span className="flex-none text-code-key">{each.path}</span>
            <div className="min-w-0">
              <PlainView value={each.value} depth={2} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
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
  const [shown, setShown] = useState(FOLD);
  if (text === "") return <span className="text-faint">empty text</span>;
  const isFolded = text.length > shown;
  const next = shown === FOLD ? MORE_TEXT : shown + MORE_TEXT;
  return (
    <span className="wrap-anywhere whitespace-pre-wrap text-code-string">
      {isFolded ? `${text.slice(0, shown)}…` : text}
      {isFolded ? (
        <button type="button" onClick={() => setShown(next)} className="ml-1.5 font-sans text-accent hover:underline">
          {next < text.length ? `${MORE_TEXT.toLocaleString("en")} more of ` : "all "}
          {text.length.toLocaleString("en")} characters
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
                onClick={() => setShown(Math.min(shown * 4, shown + 1000))}
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

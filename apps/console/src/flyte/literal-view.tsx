import type { Literal, LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { formatPlainJson } from "@skein/spec/plain-json";
import { useMemo, useState } from "react";
import { CopyButton } from "../ui/copy.tsx";
import { FileView } from "./values/file-view.tsx";
import { PlainTree } from "./values/plain-view.tsx";
import { shownValue } from "./values/shown-value.ts";
import type { ValueSource } from "./values/snippet.ts";
import { fileOf, holdsFiles, membersOf } from "./values/stored-file.ts";
import { ValueMenu } from "./values/value-menu.tsx";

/**
 * Values as a person reads them: scalars as they are, lists and objects as a tree that opens, long text folded, files by
 * what is in them (values/).
 * Everything in them is a workflow's word and therefore shown as text, never as markup.
 */

/** Where there are more files than this, each is opened by hand. */
const MOST_OPEN = 4;
/** Files of a list that are shown at first. */
const FIRST_FILES = 20;

interface LiteralMapViewProps {
  readonly map: LiteralMap | undefined;
  /** Declared types by name, in the order to show; names without a type come after. */
  readonly types?: Readonly<Record<string, LiteralType | undefined>>;
  /** What stands in place of no values at all. */
  readonly none: string;
  /** Whose they are: then files are opened at once, and it is told how to fetch a value from elsewhere. */
  readonly source?: ValueSource | undefined;
}

/** Inputs or outputs, one row per variable. */
export function LiteralMapView({ map, types = {}, none, source }: LiteralMapViewProps) {
  const literals = map?.literals ?? {};
  const names = [...new Set([...Object.keys(types), ...Object.keys(literals)])].filter((name) => literals[name]);
  if (names.length === 0) return <p className="text-muted">{none}</p>;
  const areFew = names.filter((name) => fileOf(literals[name])).length <= MOST_OPEN;
  return (
    <dl className="grid grid-cols-1 gap-y-2.5">
      {names.map((name) => (
        <VariableRow
          key={name}
          name={name}
          type={types[name]}
          literal={literals[name]}
          source={source}
          files={source && areFew ? "open" : "closed"}
        />
      ))}
    </dl>
  );
}

interface VariableRowProps {
  readonly name: string;
  readonly type: LiteralType | undefined;
  readonly literal: Literal | undefined;
  readonly source: ValueSource | undefined;
  readonly files: "open" | "closed";
}

function VariableRow({ name, type, literal, source, files }: VariableRowProps) {
  const text = useMemo(() => copyText(literal), [literal]);
  return (
    <div className="min-w-0">
      <dt className="flex items-baseline gap-2">
        <span className="mono font-strong">{name}</span>
        <span className="mono text-axis text-faint">{type ? formatLiteralType(type) : ""}</span>
        <span className="ml-auto flex flex-none items-center self-center">
          <CopyButton text={text} what={name} />
          <ValueMenu name={name} text={() => text} file={fileOf(literal)} source={source} />
        </span>
      </dt>
      <dd className="min-w-0">
        <LiteralView literal={literal} files={files} />
      </dd>
    </div>
  );
}

interface LiteralViewProps {
  readonly literal: Literal | undefined;
  /** Whether files can be looked into, and already are; "named": they are their URI. */
  readonly files?: "open" | "closed" | "named";
}

export function LiteralView({ literal, files = "named" }: LiteralViewProps) {
  const value = useMemo(() => shownValue(literal), [literal]);
  const file = files === "named" ? undefined : fileOf(literal);
  if (file) return <FileView file={file} isOpen={files === "open"} />;
  if (files !== "named" && holdsFiles(literal)) return <FileList literal={literal} />;
  return (
    <div className="mono min-w-0 overflow-x-auto leading-4.5">
      <PlainTree value={value} />
    </div>
  );
}

/** A list or a map of files: each is opened by hand. */
function FileList({ literal }: { readonly literal: Literal | undefined }) {
  const [shown, setShown] = useState(FIRST_FILES);
  const members = membersOf(literal);
  return (
    <ul className="min-w-0">
      {members.slice(0, shown).map(([name, each]) => (
        <li key={name} className="flex min-w-0 items-baseline gap-2">
          <span className="mono flex-none text-code-key">{name}</span>
          <div className="min-w-0 flex-1">
            <LiteralView literal={each} files="closed" />
          </div>
        </li>
      ))}
      {members.length > shown ? (
        <li>
          <button type="button" onClick={() => setShown(shown * 4)} className="text-accent hover:underline">
            {(members.length - shown).toLocaleString("en")} more
          </button>
        </li>
      ) : undefined}
    </ul>
  );
}

/** Text as itself, everything else as exact JSON. */
export function copyText(literal: Literal | undefined): string {
  const value = shownValue(literal);
  return typeof value === "string" ? value : formatPlainJson(value, 2);
}

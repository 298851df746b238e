import { type CheckedFile, CheckedFile_Format as Format } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMemo } from "react";
import type { Basket } from "../../basket/basket.ts";
import { formatBytes } from "../../flyte/size.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Count } from "../../ui/tabs.tsx";
import { FindingCount } from "./finding-count.tsx";

const formatWords = {
  [Format.FORMAT_UNSPECIFIED]: "not recognised",
  [Format.CONCISE]: "concise",
  [Format.CANONICAL]: "canonical",
  [Format.PROTOBUF]: "protobuf",
  [Format.ARCHIVE]: "archive",
  [Format.CODE]: "code of tasks",
} as const satisfies Record<Format, string>;

interface Line {
  readonly name: string;
  readonly sizeBytes: bigint | number | undefined;
  readonly format: string;
  readonly entities: number | undefined;
  readonly refusal: string;
  readonly isMember: boolean;
}

/** What each file was recognised as; what was refused says why and what to do. */
export function linesOf(basket: Basket, checked: readonly CheckedFile[] | undefined): Line[] {
  const refused = basket.refused.map(({ name, reason }) => ({
    name,
    sizeBytes: undefined,
    format: "",
    entities: undefined,
    refusal: reason,
    isMember: false,
  }));
  const known = (checked ?? []).map((file) => ({
    name: file.name,
    sizeBytes: file.sizeBytes,
    format: formatWords[file.format] ?? formatWords[Format.FORMAT_UNSPECIFIED],
    entities: file.entities,
    refusal: file.rejected,
    isMember: file.archive !== "",
  }));
  const names = new Set(known.map(({ name }) => name));
  const unchecked = basket.files
    .filter(({ name }) => !names.has(name))
    .map(({ name, content }) => ({
      name,
      sizeBytes: content.length,
      format: "",
      entities: undefined,
      refusal: "",
      isMember: false,
    }));
  return [...refused, ...known, ...unchecked];
}

interface FileTableProps {
  readonly basket: Basket;
  readonly checked: readonly CheckedFile[] | undefined;
  /** How many errors were found in a file, by its name. */
  readonly errors: ReadonlyMap<string, number>;
  readonly onRemove: (name: string) => void;
  /** A text is to go on being written. */
  readonly onEdit: (name: string, text: string) => void;
}

/** As long as an editor is pleasant. */
const longestText = 2 * 1024 * 1024;

/** The files that are text. */
function textsOf({ files }: Basket): Map<string, string> {
  return new Map(files.flatMap(({ name, content }) => [[name, textOf(content)] as const]).filter(isText));
}

const isText = (entry: readonly [string, string | undefined]): entry is readonly [string, string] =>
  entry[1] !== undefined;

function textOf(content: Uint8Array): string | undefined {
  if (content.length > longestText || content.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return undefined; // not UTF-8: a binary spec or an archive
  }
}

export function FileTable({ basket, checked, errors, onRemove, onEdit }: FileTableProps) {
  const texts = useMemo(() => textsOf(basket), [basket]);
  const lines = linesOf(basket, checked);
  return (
    <Card title="Files" aside={<Count value={lines.length} />}>
      <ul className="max-h-70 overflow-y-auto">
        {lines.map((line) => (
          <li key={`${line.isMember} ${line.name}`} className="border-line px-3 not-last:border-b">
            <div className={`flex min-h-8 items-center gap-2.5 text-dense ${line.isMember ? "pl-5" : ""}`}>
              <Icon
                name={line.refusal ? "error" : line.format === "archive" ? "archive" : "file"}
                size={14}
                className={line.refusal ? "text-fail" : "text-faint"}
              />
              <span className="min-w-0 flex-1 truncate" title={line.name}>
                {line.name}
              </span>
              <span className="text-meta">
                <FindingCount kind="error" count={errors.get(line.name) ?? 0} />
              </span>
              <span className="text-meta text-muted max-sm:hidden">{line.format}</span>
              <span className="w-16 text-right text-meta text-muted">
                {line.sizeBytes === undefined ? "" : formatBytes(line.sizeBytes)}
              </span>
              <span className="w-18 text-right text-meta text-muted max-sm:hidden">
                {line.entities === undefined || line.refusal || line.format === formatWords[Format.CODE]
                  ? ""
                  : line.entities === 1
                    ? "1 entity"
                    : `${line.entities} entities`}
              </span>
              <span className="w-6">
                {texts.has(line.name) && !line.isMember ? (
                  <IconButton
                    icon="pen"
                    size="small"
                    label={`Open ${line.name} in the editor`}
                    onClick={() => onEdit(line.name, texts.get(line.name) ?? "")}
                  />
                ) : undefined}
              </span>
              <span className="w-6">
                {line.isMember || !basket.files.some(({ name }) => name === line.name) ? undefined : (
                  <IconButton
                    icon="cross"
                    size="small"
                    label={`Remove ${line.name}`}
                    onClick={() => onRemove(line.name)}
                  />
                )}
              </span>
            </div>
            {line.refusal ? <p className="pb-2 pl-6 text-meta wrap-anywhere text-fail">{line.refusal}</p> : undefined}
          </li>
        ))}
      </ul>
    </Card>
  );
}

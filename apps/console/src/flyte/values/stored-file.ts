/** What of a literal is a file, a folder or a dataset somewhere else, and where its bytes are had. */
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { BlobType_BlobDimensionality } from "@skein/spec/gen/flyteidl/core/types_pb";

export interface StoredFile {
  readonly uri: string;
  /** As the value has it: "csv", "png"; may be empty. */
  readonly format: string;
  /** A folder of it is one table in parts. */
  readonly dataset: boolean;
  readonly isFolder: boolean;
}

/** Undefined for what is no file. */
export function fileOf(literal: Literal | undefined): StoredFile | undefined {
  if (literal?.value.case !== "scalar") return undefined;
  const { value } = literal.value.value;
  switch (value.case) {
    case "blob": {
      const { format = "", dimensionality } = value.value.metadata?.type ?? {};
      const isFolder = dimensionality === BlobType_BlobDimensionality.MULTIPART;
      return { uri: value.value.uri, format, dataset: false, isFolder };
    }
    case "schema":
      return { uri: value.value.uri, format: "parquet", dataset: true, isFolder: false };
    case "structuredDataset": {
      const format = value.value.metadata?.structuredDatasetType?.format || "parquet";
      return { uri: value.value.uri, format, dataset: true, isFolder: false };
    }
    case "union":
      return fileOf(value.value.value);
    default:
      return undefined;
  }
}

/** Whether there are files in a list or a map; only the first members are looked at. */
export function holdsFiles(literal: Literal | undefined): boolean {
  return membersOf(literal)
    .slice(0, 3)
    .some(([, each]) => fileOf(each) !== undefined || holdsFiles(each));
}

export function membersOf(literal: Literal | undefined): readonly (readonly [string, Literal])[] {
  if (literal?.value.case === "collection")
    return literal.value.value.literals.map((each, at) => [String(at), each] as const);
  if (literal?.value.case === "map") return Object.entries(literal.value.value.literals);
  return [];
}

type Addressed = Pick<StoredFile, "uri" | "format">;

const addressOf = (page: "raw" | "player", { uri, format }: Addressed, more: Record<string, string> = {}): string =>
  `/console/values/${page}?${new URLSearchParams({ uri, ...(format && { format }), ...more })}`;

export const rawUrl = (file: Addressed): string => addressOf("raw", file);
export const downloadUrl = (file: Addressed): string => addressOf("raw", file, { download: "1" });
export const playerUrl = (file: Addressed): string => addressOf("player", file);

/** The last part of its path. */
export const nameOf = (uri: string): string => uri.replace(/\/+$/, "").replace(/^.*\//s, "") || uri;

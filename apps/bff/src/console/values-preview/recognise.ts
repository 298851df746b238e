/**
 * What an object is: by its bytes where they say it, then by the format its value names, then by the end of its name.
 *
 * Only bytes make it a medium: a browser is never told to take for an image what somebody merely calls one. (SVG, which
 * is text, needs both.) Reading its text: text.ts.
 */
import { MediaPreview_Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { decodeText } from "./text.ts";

/** So much of it is looked at. */
export const HEAD_BYTES = 4096;

export type TableFormat = "csv" | "jsonl" | "parquet";

export type Recognised =
  | { readonly kind: "media"; readonly media: MediaPreview_Kind; readonly contentType: string }
  | { readonly kind: "table"; readonly format: TableFormat }
  | { readonly kind: "json" | "text" | "binary" };

const { IMAGE, AUDIO, VIDEO, PDF } = MediaPreview_Kind;

/** Where in the file, which bytes (as Latin-1), and what it is then. */
const signatures: readonly (readonly [at: number, bytes: string, media: MediaPreview_Kind, contentType: string])[] = [
  [0, "\x89PNG\r\n\x1a\n", IMAGE, "image/png"],
  [0, "\xff\xd8\xff", IMAGE, "image/jpeg"],
  [0, "GIF87a", IMAGE, "image/gif"],
  [0, "GIF89a", IMAGE, "image/gif"],
  [8, "WEBPVP8", IMAGE, "image/webp"],
  [4, "ftypavif", IMAGE, "image/avif"],
  [4, "ftypavis", IMAGE, "image/avif"],
  [8, "WAVEfmt ", AUDIO, "audio/wav"],
  [0, "ID3", AUDIO, "audio/mpeg"],
  [0, "fLaC", AUDIO, "audio/flac"],
  [4, "ftypM4A", AUDIO, "audio/mp4"],
  [4, "ftyp", VIDEO, "video/mp4"],
  [0, "\x1aE\xdf\xa3", VIDEO, "video/webm"],
  [0, "%PDF-", PDF, "application/pdf"],
];

/**
 * @param head    the first bytes, HEAD_BYTES of them if there are so many
 * @param format  as the value names it; may be empty
 * @param name    of the object
 */
export function recognise(head: Uint8Array, format: string, name: string): Recognised {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 256)).toString("latin1");
  if (bytes.startsWith("PAR1")) return { kind: "table", format: "parquet" };
  const words = wordsOf(format, name);
  const media = mediaOf(bytes, words);
  if (media) return media;
  const text = decodeText(head)?.text;
  if (text === undefined) return { kind: "binary" };
  for (const word of words) {
    const told = byWord(word, text);
    if (told) return told;
  }
  return bySight(text);
}

function mediaOf(bytes: string, words: readonly string[]): Recognised | undefined {
  for (const [at, signature, media, contentType] of signatures)
    if (bytes.startsWith(signature, at)) return { kind: "media", media, contentType };
  if (bytes.startsWith("OggS")) {
    const isVideo = bytes.includes("theora");
    return { kind: "media", media: isVideo ? VIDEO : AUDIO, contentType: isVideo ? "video/ogg" : "audio/ogg" };
  }
  // A bare MPEG frame is two bytes of sign: somebody must say as well that it is one.
  const isFrame = bytes.charCodeAt(0) === 0xff && (bytes.charCodeAt(1) & 0xe0) === 0xe0;
  if (isFrame && words.includes("mp3")) return { kind: "media", media: AUDIO, contentType: "audio/mpeg" };
  return undefined;
}

/** The format and the ending, the former first. "text/csv" and ".csv" are "csv". */
function wordsOf(format: string, name: string): readonly string[] {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1] ?? "";
  return [format.replace(/^.*[/.]/, ""), ending].map((word) => word.toLowerCase()).filter((word) => word !== "");
}

function byWord(word: string, text: string): Recognised | undefined {
  switch (word) {
    case "csv":
    case "tsv":
    case "tab":
      return { kind: "table", format: "csv" };
    case "jsonl":
    case "ndjson":
    case "jsonlines":
      return { kind: "table", format: "jsonl" };
    case "json":
    case "geojson":
    case "ipynb":
      return { kind: "json" };
    case "svg":
    case "svg+xml":
      return /^\s*(<\?xml|<!doctype svg|<!--|<svg)/i.test(text) && text.includes("<svg")
        ? { kind: "media", media: IMAGE, contentType: "image/svg+xml" }
        : undefined;
    case "txt":
    case "text":
    case "md":
    case "log":
    case "html":
    case "xml":
    case "yaml":
    case "yml":
    case "toml":
    case "py":
      return { kind: "text" };
    default:
      return undefined;
  }
}

/** Of a text of which nobody says what it is. */
function bySight(text: string): Recognised {
  const lines = text.split("\n", 3).map((line) => line.trim());
  const isObject = (line: string | undefined) => line !== undefined && /^\{.*\}$/.test(line);
  if (isObject(lines[0]) && isObject(lines[1])) return { kind: "table", format: "jsonl" };
  return /^\s*[[{]/.test(text) ? { kind: "json" } : { kind: "text" };
}

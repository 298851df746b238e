/**
 * What a file is, by its content: an archive, a spec in protobuf's binary form, or text (YAML or JSON). The name's suffix
 * is only a hint: it decides what is tried first.
 */
import { type ArchiveFormat, findArchiveFormat } from "./archive/read-archive.ts";
import { decodeSpec } from "./binary-spec.ts";
import type { SpecEntity } from "./spec-entity.ts";

export type Recognized =
  | { readonly kind: "archive"; readonly format: ArchiveFormat }
  | { readonly kind: "spec"; readonly entity: SpecEntity }
  | { readonly kind: "text"; readonly language: "yaml" | "json"; readonly text: string }
  /** None of them; the message says what it looks like, and the remedy. */
  | { readonly kind: "unknown"; readonly message: string };

/**
 * Says what the bytes are and reads them that far. Total: nothing about them makes it throw.
 *
 * @param name the file's name, for the order of trying; never trusted
 */
export function recognize(bytes: Uint8Array, name = ""): Recognized {
  if (bytes.length === 0) return { kind: "unknown", message: `${subject(name)} is empty` };
  const format = findArchiveFormat(bytes);
  if (format) return { kind: "archive", format };
  const text = decodeText(bytes);
  if (text !== undefined) return { kind: "text", language: /^\s*[[{]/.test(text) ? "json" : "yaml", text };
  const decoded = decodeSpec(bytes, suffixKind(name));
  if (decoded.entity) return { kind: "spec", entity: decoded.entity };
  return { kind: "unknown", message: `${subject(name)} ${decoded.problem}` };
}

/** flytekit's serialize ends names in `_1.pb` for tasks, `_2.pb` for workflows, `_3.pb` for launch plans. */
function suffixKind(name: string): SpecEntity["kind"] | undefined {
  const digit = /_([123])\.pb$/.exec(name)?.[1];
  return digit === "1" ? "task" : digit === "2" ? "workflow" : digit === "3" ? "launchPlan" : undefined;
}

/**
 * Text in UTF-8, or in UTF-16 with a byte order mark; the mark is left out. Undefined for what is not text: malformed
 * sequences, or control characters that YAML forbids too. Small protobuf messages are well-formed UTF-8, but hardly one
 * is without such characters.
 */
function decodeText(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return /[\u0000-\u0008\u000b\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function subject(name: string): string {
  return name === "" ? "The file" : `"${name}"`;
}

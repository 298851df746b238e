/**
 * Given files → what is in them, before anything is lowered: archives unpacked, texts parsed into documents, binary
 * specs decoded. A file that is refused as a whole says why in one sentence.
 */
import { readArchive } from "../archive/read-archive.ts";
import { isCanonicalDocument } from "../canonical.ts";
import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { recognize } from "../recognize.ts";
import type { SpecEntity } from "../spec-entity.ts";
import { type CanonicalEntity, readCanonicalDocument } from "./canonical-document.ts";
import { type CodeArchive, isCodeArchive } from "./code-archive.ts";
import { type DocNode, findEntry, toPlain } from "./document.ts";
import { type AuthoringCode, Findings } from "./findings.ts";
import { type ParsedDocument, parseDocuments } from "./parse.ts";
import { sectionKeys } from "./schema.ts";
import { SourceText, type Span } from "./source-text.ts";
import { isConcise, readUnit, type Unit } from "./unit.ts";

/** Bytes a file may have. */
export const largestFile = 64 * 1024 * 1024;

export interface GivenFile {
  /** As dropped; may hold a folder path. Only a hint: the content decides what it is. */
  readonly name: string;
  readonly content: Uint8Array;
}

export type FileFormat = "concise" | "canonical" | "protobuf" | "archive" | "code" | "unknown";

/** What became of one file; members of archives are files of their own. */
export interface FileContent {
  readonly name: string;
  readonly archive?: string;
  readonly sizeBytes: number;
  readonly format: FileFormat;
  /** Set when it was refused as a whole: why, and the remedy. */
  readonly rejected?: string;
  /** The text that ranges point into; absent for binary content. */
  readonly text?: string;
  /** The text as it was parsed. */
  readonly documents?: readonly ParsedDocument[];
  /** Documents of the concise form. */
  readonly units: readonly Unit[];
  readonly canonical: readonly CanonicalEntity[];
  readonly binary?: SpecEntity;
  /** What tasks of the same archive, or of the same files, run. */
  readonly code?: CodeArchive;
  readonly diagnostics: () => readonly Diagnostic[];
}

/** Names that tell the files apart: where several have the same, the later ones get a number, as in "a.yaml (2)". */
export function numberNames(files: readonly GivenFile[]): string[] {
  const taken = new Set(files.map((file) => file.name));
  const counts = new Map<string, number>();
  return files.map(({ name }) => {
    let number = (counts.get(name) ?? 0) + 1;
    while (number > 1 && taken.has(`${name} (${number})`)) number++;
    counts.set(name, number);
    return number === 1 ? name : `${name} (${number})`;
  });
}

/**
 * Reads one file; an archive gives several, itself first.
 *
 * @param hint the name whose suffix says what it may be, where it goes by another one
 */
export function readFile({ name, content }: GivenFile, archive?: string, hint = name): FileContent[] {
  const common = { name, sizeBytes: content.length, ...(archive === undefined ? {} : { archive }) };
  if (content.length > largestFile) {
    const mebibytes = Math.ceil(content.length / (1024 * 1024));
    return [
      reject(common, "unknown", `"${name}" has ${mebibytes} MiB; at most 64 MiB are read. Split it into several files`),
    ];
  }
  const recognized = recognize(content, hint);
  switch (recognized.kind) {
    case "archive":
      if (isCodeArchive(hint))
        return [{ ...empty, ...common, format: "code", code: { name: baseName(hint), bytes: content } }];
      return readMembers(common, content);
    case "spec":
      return [{ ...empty, ...common, format: "protobuf", binary: recognized.entity }];
    case "text":
      return [isBystander(hint, archive) ? ignore(common) : readText(common, recognized.text)];
    case "unknown":
      return [isBystander(hint, archive) ? ignore(common) : reject(common, "unknown", recognized.message)];
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

type Common = Pick<FileContent, "name" | "archive" | "sizeBytes">;

const empty = { units: [], canonical: [], diagnostics: () => [] } as const;

function readMembers(common: Common, content: Uint8Array): FileContent[] {
  const { members, rejections } = readArchive(content, {}, isCodeArchive);
  const whole = rejections.find((each) => each.member === "");
  const refused = rejections
    .filter((each) => each.member !== "")
    .map((each) => {
      const member = { name: `${common.name}/${each.member}`, archive: common.name, sizeBytes: 0 };
      return each.reason === "nested" ? ignore(member, each.message) : reject(member, "unknown", each.message);
    });
  const archive: FileContent = whole
    ? reject(common, "archive", whole.message)
    : members.length === 0 && refused.length === 0
      ? reject(common, "archive", `"${common.name}" holds no files; pack the specs into it`)
      : { ...empty, ...common, format: "archive" };
  const files = members.flatMap(({ path, bytes }) =>
    readFile({ name: `${common.name}/${path}`, content: bytes }, common.name),
  );
  return [archive, ...files, ...refused];
}

function readText(common: Common, text: string): FileContent {
  const findings = new Findings(new SourceText(text), common.name);
  const units: Unit[] = [];
  const canonical: CanonicalEntity[] = [];
  const documents = parseDocuments(findings);
  for (const { root } of documents) {
    // A JSON file may hold several canonical documents as a list.
    const roots = root?.kind === "list" && root.items.every((item) => item.kind === "map") ? root.items : [root];
    for (const each of roots) {
      if (!each || (each.kind === "scalar" && each.value === null)) continue;
      if (each.kind === "map" && isConcise(each)) units.push(readUnit(each, findings));
      else if (each.kind === "map" && isCanonicalDocument(toPlain(each))) {
        const entity = readCanonicalDocument(each, findings);
        if (entity) canonical.push(entity);
      } else reportUnknownDocument(each, findings);
    }
  }
  reportRepeated(units, findings);
  const hasEntity = canonical.length > 0 || units.some(hasEntities);
  if (!hasEntity && findings.errors === 0) {
    findings.add({
      code: "EmptyDocument",
      message: `"${common.name}" defines nothing`,
      span: { start: 0, end: 0 },
      hints: [{ text: "Write tasks:, workflows: or launchPlans:" }],
    });
  }
  const isCanonical =
    units.length === 0 && (canonical.length > 0 || documents.some(({ root }) => findEntry(root, "kind")));
  return {
    ...common,
    format: isCanonical ? "canonical" : "concise",
    text,
    documents,
    units: inheritVersion(units),
    canonical,
    diagnostics: () => findings.diagnostics,
  };
}

const hasEntities = ({ entities }: Unit) => Object.values(entities).some((each) => each.size > 0);

/** Several documents of one text are one file: a name stands for one thing in it. */
function reportRepeated(units: readonly Unit[], findings: Findings): void {
  const words = { task: "task", workflow: "workflow", launchPlan: "launch plan" } as const;
  for (const kind of ["task", "workflow", "launchPlan"] as const) {
    const first = new Map<string, Span>();
    for (const { name, nameSpan } of units.flatMap((unit) => [...unit.entities[kind].values()])) {
      const known = first.get(name);
      if (!known) {
        first.set(name, nameSpan);
        continue;
      }
      findings.add({
        code: "DuplicateId",
        message: `The ${words[kind]} ${name} is defined twice in this file`,
        span: nameSpan,
        hints: [{ text: "Remove one of them, or rename it" }],
        related: [{ span: known, message: "First defined here" }],
      });
    }
  }
}

/** Documents of one text that name no version have that of the first that does. */
function inheritVersion(units: readonly Unit[]): Unit[] {
  const version = units.find((unit) => unit.version)?.version;
  return units.map((unit) => (unit.version || !version ? unit : { ...unit, version }));
}

function reportUnknownDocument(root: DocNode, findings: Findings): void {
  if (root.kind !== "map") {
    findings.add({
      code: "WrongKind",
      message: "A document must be a map with tasks, workflows or launchPlans",
      span: { start: root.start, end: Math.min(root.end, root.start + 1) },
    });
    return;
  }
  const [first] = root.entries;
  const misspelt = root.entries.find((entry) => findings.didYouMean(entry.key, sectionKeys, entry.keySpan).length > 0);
  const at = misspelt ?? first;
  findings.add({
    code: "UnknownKey",
    message: misspelt
      ? `"${misspelt.key}" is not a key of a file`
      : "This defines nothing: it has neither tasks, workflows or launchPlans, nor a kind",
    span: at?.keySpan ?? root,
    hints: misspelt
      ? findings.didYouMean(misspelt.key, sectionKeys, misspelt.keySpan)
      : [{ text: "Write tasks:, workflows: or launchPlans:; or kind: TaskSpec, WorkflowSpec or LaunchPlan" }],
  });
}

/** Folders and archives hold other files too: a README, the code. Only what is named like a spec must be one. */
function isBystander(name: string, archive: string | undefined): boolean {
  const isAmongOthers = archive !== undefined || name.includes("/");
  return isAmongOthers && !/\.(?:ya?ml|json|pb)$/i.test(name);
}

function ignore(common: Common, message = `"${common.name}" is no spec and is left out`): FileContent {
  const found = diagnostic({
    code: "IgnoredFile" satisfies AuthoringCode,
    severity: "info",
    file: common.name,
    message,
  });
  return { ...empty, ...common, format: "unknown", diagnostics: () => [found] };
}

/** As a sentence and as an error: whoever looks at either will not register the rest. */
function reject(common: Common, format: FileFormat, rejected: string): FileContent {
  const found = diagnostic({ code: "RejectedFile" satisfies AuthoringCode, file: common.name, message: rejected });
  return { ...empty, ...common, format, rejected, diagnostics: () => [found] };
}

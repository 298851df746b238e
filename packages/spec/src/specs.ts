/**
 * The front door for given files: archives, concise and canonical YAML or JSON, and binary specs become entities in
 * registration order, with everything that is wrong and its place in the text that was given.
 *
 * Nothing throws, whatever the files hold. What has errors is not among the entities, and only without errors may the
 * rest be registered. Limits: 64 MiB per file, 16 Mi characters per text (authoring/parse.ts), archive/limits.ts.
 */
import { type CodeArchive, codeFinding, fillCode, needsCode } from "./authoring/code-archive.ts";
import { fillIdentifiers, lacksVersion } from "./authoring/fill-identifiers.ts";
import type { AuthoringCode } from "./authoring/findings.ts";
import { withGiven } from "./authoring/given-entities.ts";
import { lowerUnits } from "./authoring/lower.ts";
import type { ParsedDocument } from "./authoring/parse.ts";
import { type FileContent, type FileFormat, type GivenFile, numberNames, readFile } from "./authoring/read-files.ts";
import type { Registered } from "./authoring/registered.ts";
import { inRegistrationOrder } from "./authoring/registration-order.ts";
import { SourceText } from "./authoring/source-text.ts";
import { type Diagnostic, diagnostic, type Path, type Range } from "./diagnostic.ts";
import { canonicalBytes } from "./digest.ts";
import { LaunchPlanSpecSchema } from "./gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "./gen/flyteidl/admin/workflow_pb.js";
import { describeResourceType, formatIdentifier, identifierKey } from "./identifier.ts";
import { assertNever } from "./never.ts";
import { sha256 } from "./sha256.ts";
import type { SpecEntity } from "./spec-entity.ts";

export type { CodeArchive } from "./authoring/code-archive.ts";
export type { GivenFile } from "./authoring/read-files.ts";

/** Where the files shall be registered. */
export interface Target {
  readonly project: string;
  readonly domain: string;
  /** In place of the version that concise files name, or of the hash of their content; fills gaps in other forms. */
  readonly version?: string;
  /** Where code that was given beside the specs will lie; without it, tasks keep the place that was left for it. */
  readonly codeUri?: (code: CodeArchive) => string;
}

/** One file, or member of an archive, as it was understood. */
export interface ReadFile {
  readonly name: string;
  /** The archive it is a member of. */
  readonly archive?: string;
  readonly sizeBytes: number;
  readonly format: FileFormat;
  /** Set when it was refused as a whole: why, and the remedy. The diagnostics say it too. */
  readonly rejected?: string;
  /** The text that ranges point into; absent for binary content. */
  readonly text?: string;
  /** What the text was parsed to, for those who read more from it; absent where `text` is. */
  readonly documents?: readonly ParsedDocument[];
  /** How many entities came from it. */
  readonly entities: number;
  /** The code of a fast registration, which the tasks beside it run. */
  readonly code?: CodeArchive;
}

/** An entity, complete with project, domain and version, and where it was written. */
export type ReadEntity = SpecEntity & {
  /** The file's name, as in ReadFile. */
  readonly file: string;
  /** Absent for binary specs. */
  readonly range?: Range;
  /** The text a path into the spec came from (`["template", "nodes", 3, …]`), or the nearest known; absent for binary. */
  rangeOf(path: Path): Range | undefined;
};

/** More findings than anybody reads; a notice says that there are more. */
const mostDiagnostics = 1_000;

/**
 * Reads files that were given together: they may refer to each other. Everything about a file goes by its name, so of
 * several with the same the later ones go by a numbered one ("a.yaml (2)").
 */
export function readSpecs(
  files: readonly GivenFile[],
  target: Target,
  registered: Registered,
): { files: ReadFile[]; entities: ReadEntity[]; diagnostics: Diagnostic[] } {
  const names = numberNames(files);
  const contents = files.flatMap(({ name, content }, index) =>
    readFile({ name: names[index] ?? name, content }, undefined, name),
  );
  const given = contents.flatMap(entitiesOf);
  const codesOf = codesIn(contents);
  if (target.codeUri) giveCode(given, codesOf, target.codeUri);
  const version = target.version || versionOf(given);
  for (const entity of given) fillIdentifiers(entity, { ...target, version });
  const codeless = target.codeUri ? findCodeless(given, codesOf) : [];
  const lowered = lowerUnits(
    contents.flatMap((content) => content.units),
    target,
    withGiven(given, registered),
  );
  const fromConcise = lowered.map((entity): ReadEntity => {
    const range = entity.findings.source.rangeOf(entity.span);
    return Object.assign(toSpecEntity(entity), {
      file: entity.file,
      range,
      rangeOf: (path: Path) => entity.map.rangeOf(path),
    });
  });
  const duplicates: Diagnostic[] = [];
  const entities = inRegistrationOrder(withoutDuplicates([...given, ...fromConcise], duplicates));
  const counts = new Map<string, number>();
  for (const { file } of entities) counts.set(file, (counts.get(file) ?? 0) + 1);
  const diagnostics = [
    ...contents.flatMap((content) => inTextOrder(content.diagnostics())),
    ...codeless,
    ...duplicates,
  ];
  return {
    files: contents.map((content) => toReadFile(content, counts.get(content.name) ?? 0)),
    entities,
    diagnostics: bounded(diagnostics),
  };
}

/** Canonical and binary specs of one file. */
function entitiesOf({ name, text, canonical, binary }: FileContent): ReadEntity[] {
  if (binary) return [Object.assign({ ...binary }, { file: name, rangeOf: () => undefined })];
  if (text === undefined) return [];
  const source = new SourceText(text);
  return canonical.map(({ entity, span, spanOf }) =>
    Object.assign(
      { ...entity },
      {
        file: name,
        range: source.rangeOf(span),
        rangeOf: (path: Path) => source.rangeOf(spanOf(path)),
      },
    ),
  );
}

/** Tells tasks where their code lies. In place. */
function giveCode(entities: readonly ReadEntity[], codesOf: CodesOf, uriOf: (code: CodeArchive) => string): void {
  for (const entity of entities.filter(needsCode)) {
    const [code, ...others] = codesOf(entity.file);
    if (code && others.length === 0) fillCode(entity, uriOf(code));
  }
}

const findCodeless = (entities: readonly ReadEntity[], codesOf: CodesOf): Diagnostic[] =>
  entities.filter(needsCode).map((each) => codeFinding(each, each.file, codesOf(each.file).length));

/** The codes beside a file: those of the archive that it is from, or of the files that are in none. */
type CodesOf = (file: string) => readonly CodeArchive[];

function codesIn(contents: readonly FileContent[]): CodesOf {
  const archives = new Map(contents.map(({ name, archive }) => [name, archive]));
  const codes = Map.groupBy(
    contents.filter((each) => each.code),
    (each) => each.archive,
  );
  return (file) => (codes.get(archives.get(file)) ?? []).flatMap(({ code }) => code ?? []);
}

/** For specs without a version: a hash of all of them, because they belong together. */
function versionOf(entities: readonly SpecEntity[]): string {
  if (!entities.some((entity) => lacksVersion(entity.id))) return "";
  const hashes = entities.map((entity) => sha256(bytesOf(entity))).sort();
  return sha256(hashes.join("\n")).slice(0, 16);
}

/** Keeps the first of each identifier. The same content twice is told, different content is an error. */
function withoutDuplicates(entities: readonly ReadEntity[], found: Diagnostic[]): ReadEntity[] {
  const kept = new Map<string, ReadEntity>();
  for (const entity of entities) {
    const key = identifierKey(entity.id);
    const first = kept.get(key);
    if (!first) {
      kept.set(key, entity);
      continue;
    }
    const isSame = sha256(bytesOf(first)) === sha256(bytesOf(entity));
    const what = `${describeResourceType(entity.id.resourceType)} ${formatIdentifier(entity.id)}`;
    const code: AuthoringCode = "DuplicateId";
    found.push(
      diagnostic({
        code,
        severity: isSame ? "info" : "error",
        entity: formatIdentifier(entity.id),
        file: entity.file,
        message: isSame
          ? `The ${what} stands in ${first.file} too, with the same content; it is taken once`
          : `The ${what} is defined in ${first.file} and in ${entity.file}, with different content`,
        hints: isSame ? [] : [{ text: "Leave one of them out, or give it another name or version" }],
        ...(entity.range ? { range: entity.range } : {}),
        related: first.range ? [{ path: [], message: `First defined in ${first.file}`, range: first.range }] : [],
      }),
    );
  }
  return [...kept.values()];
}

/** One sequence of bytes for each content of a spec. */
export function bytesOf(entity: SpecEntity): Uint8Array {
  switch (entity.kind) {
    case "task":
      return canonicalBytes(TaskSpecSchema, entity.spec);
    case "workflow":
      return canonicalBytes(WorkflowSpecSchema, entity.spec);
    case "launchPlan":
      return canonicalBytes(LaunchPlanSpecSchema, entity.spec);
    default:
      return assertNever(entity, "entity");
  }
}

function toSpecEntity(entity: SpecEntity): SpecEntity {
  switch (entity.kind) {
    case "task":
      return { kind: entity.kind, id: entity.id, spec: entity.spec };
    case "workflow":
      return { kind: entity.kind, id: entity.id, spec: entity.spec };
    case "launchPlan":
      return { kind: entity.kind, id: entity.id, spec: entity.spec };
    default:
      return assertNever(entity, "entity");
  }
}

function toReadFile(content: FileContent, entities: number): ReadFile {
  const { name, archive, sizeBytes, format, rejected, text, documents, code } = content;
  return {
    name,
    sizeBytes,
    format,
    entities,
    ...(archive === undefined ? {} : { archive }),
    ...(rejected === undefined ? {} : { rejected }),
    ...(text === undefined ? {} : { text }),
    ...(documents === undefined ? {} : { documents }),
    ...(code === undefined ? {} : { code }),
  };
}

function inTextOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const start = (each: Diagnostic) => each.range?.start ?? { line: 0, col: 0 };
  return diagnostics.toSorted((a, b) => start(a).line - start(b).line || start(a).col - start(b).col);
}

function bounded(diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length <= mostDiagnostics) return diagnostics;
  const code: AuthoringCode = "TooManyProblems";
  const message = `There are ${diagnostics.length} findings; the first ${mostDiagnostics} are shown. Correct these first`;
  const worst = diagnostics.some((each) => each.severity === "error") ? "error" : "warning";
  return [...diagnostics.slice(0, mostDiagnostics), diagnostic({ code, severity: worst, message })];
}
